/** Sentences with their sources and whether people, or the way they were made, say that the source supports them. */
import { readFileSync } from 'node:fs'
import { sha256 } from '../../src/base/id.ts'
import { sentencesOf } from '../../src/base/sentences.ts'
import type { Passage } from '../../src/domain/document.ts'
import { dataFolder, loadClapnq, loadXquad, type EvalSet } from '../datasets.ts'
import { corruptionsOf } from './corrupt.ts'

export interface Example {
  readonly id: string
  /** Data set and way of making. */
  readonly origin: string
  readonly claim: string
  readonly passages: readonly Passage[]
  readonly isSupported: boolean
  readonly part: 'dev' | 'heldOut'
  readonly note: string
}

export const partOf = (id: string): 'dev' | 'heldOut' => (Number.parseInt(sha256(id).slice(0, 8), 16) % 2 === 0 ? 'dev' : 'heldOut')

export const toPassage = (text: string, source: string, title = ''): Passage => ({
  chunkId: source,
  documentId: source,
  collection: 'evals',
  source,
  title,
  heading: '',
  version: '',
  language: 'en',
  text,
  pageStarts: [],
  start: 0,
  end: text.length,
  score: 0,
  ranks: { vector: null, words: null },
  similarity: null,
  wordScore: 0,
})

const claimsOf = (text: string): string[] => sentencesOf(text).map(({ bodyStart, end }) => text.slice(bodyStart, end))

/** 813 replies of chat models with the knowledge they were given; judged by people as a whole, so only those of one sentence are one claim each. */
export const begin = (): Example[] =>
  ['wow/begin_dev_wow', 'topicalchat/begin_dev_tc'].flatMap((file) => {
    const [, ...lines] = readFileSync(new URL(`begin-groundedness/${file}.tsv`, dataFolder), 'utf8')
      .trim()
      .split('\n')
    return lines.flatMap((line, index) => {
      const [, , knowledge = '', , response = '', label = ''] = line.split('\t')
      const isSupported = label.trim() === 'Fully attributable'
      const claims = claimsOf(response)
      if (claims.length !== 1) return []
      // By knowledge: replies to the same text stay on one side.
      const part = partOf(knowledge)
      return [
        {
          id: `begin:${file}:${index}`,
          origin: 'begin',
          claim: claims[0]!,
          passages: [toPassage(knowledge, `begin:${index}`)],
          isSupported,
          part,
          note: label,
        },
      ]
    })
  })

interface Summary {
  readonly id: string
  readonly doc: string
  readonly summary: string
  readonly original_summary: string
  readonly label: 0 | 1
  readonly edit_types: readonly string[]
}

/** Summaries of e-mails after a small edit: the sentences that the edit touched take its label, those of consistent summaries are supported. */
export const summedits = (): Example[] => {
  const rows = JSON.parse(readFileSync(new URL('summedits-sales-email/summedits_sales_email.json', dataFolder), 'utf8')) as Summary[]
  return rows.flatMap((row) => {
    const before = new Set(claimsOf(row.original_summary))
    const touched = claimsOf(row.summary).filter((claim) => row.label === 1 || !before.has(claim))
    // Two touched sentences of an inconsistent summary: nobody knows which one lies.
    if (row.label === 0 && touched.length !== 1) return []
    const passage = toPassage(row.doc, row.id)
    const isSupported = row.label === 1
    return touched.map((claim, index) => ({
      id: `${row.id}:${index}`,
      origin: 'summedits',
      claim,
      passages: [passage],
      isSupported,
      part: partOf(row.doc),
      note: row.edit_types.join(', '),
    }))
  })
}

/** Sentences of the passages themselves and of people's answers from them, and lies made of both; among five passages, as in an answer. */
const madeFrom = (set: EvalSet): Example[] => {
  const passages = new Map(set.documents.map((document) => [document.source, toPassage(document.text, document.source, document.title)]))
  const nearest = nearestBy([...passages.values()])
  return set.questions
    .filter(({ answerable }) => answerable)
    .flatMap(({ id, answers, evidence, cluster }) => {
      const own = passages.get(evidence[0]!.source)!
      const others = nearest(own, 4)
      const part = partOf(cluster)
      const isWritten = set.name.startsWith('clapnq')
      const verbatim = quoteFor(own.text, answers[0] ?? '', isWritten, id)
      const written = isWritten ? claimsOf(answers[0]!.replaceAll('\r', '')).slice(0, 3) : []
      const base = (origin: string, claim: string, among: readonly Passage[], isSupported: boolean, note = ''): Example => ({
        id: `${id}:${origin}:${note}`,
        origin: `${set.name} ${origin}`,
        claim,
        passages: among,
        isSupported,
        part,
        note,
      })
      const among = [own, ...others]
      const silent = others.filter((other) => !verbatim || !holds(other, verbatim))
      return [
        ...(verbatim
          ? [
              base('verbatim', verbatim, among, true),
              base('near-verbatim', nearVerbatim(verbatim, id), among, true),
              base('source swapped', verbatim, silent, false),
              base('sentence removed', verbatim, [without(own, verbatim), ...silent], false),
            ]
          : []),
        ...written.map((claim, index) => base('written by people', claim, among, true, String(index))),
        ...[...(verbatim ? [verbatim] : []), ...written.slice(0, 1)].flatMap((claim, index) =>
          corruptionsOf(claim, own.text, nearest(own, 8).at(-1)!.text, seedOf(id) + index).map((lie) => base(lie.kind, lie.text, among, false, lie.change)),
        ),
      ]
    })
}

export const clapnqExamples = (): Example[] => madeFrom(loadClapnq())
export const xquadExamples = (): Example[] => madeFrom(loadXquad('en'))

/** Some passages of these sets overlap, with other white space. */
const holds = ({ text }: Passage, sentence: string): boolean => squeeze(text).includes(squeeze(sentence).slice(10, -5))
const squeeze = (text: string): string => text.replace(/[^\p{L}\p{N}]+/gu, '')

/** The same text without the sentence: about the right thing, yet silent on this. */
const without = (passage: Passage, sentence: string): Passage => {
  const text = passage.text.replace(sentence, '')
  return { ...passage, text, end: text.length }
}

const seedOf = (id: string): number => Number.parseInt(sha256(id).slice(0, 7), 16)

/** The sentence that holds the answer, or one by chance where the answer is written freely. */
const quoteFor = (text: string, answer: string, isWritten: boolean, id: string): string | undefined => {
  const claims = claimsOf(text).filter((claim) => claim.split(/\s+/).length >= 6)
  return isWritten ? claims[seedOf(id) % Math.max(1, claims.length)] : claims.find((claim) => claim.includes(answer))
}

/** What a careful writer changes without changing what is said. */
const nearVerbatim = (sentence: string, id: string): string => {
  const changes: ((text: string) => string)[] = [
    (text) => text.replace(/ \([^()]*\)/, ''),
    (text) => text.replace(/^(?:However|Therefore|In addition|Moreover|Furthermore|Thus|Also),? (\p{L})/u, (_, letter: string) => letter.toUpperCase()),
    (text) => `According to the passage, ${/^(?:The|This|These|It|In|A|An|At|On) /.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text}`,
    (text) => text.replace(/\b(?:is|was|were|are|did|does|do) not\b/, (found) => `${found.slice(0, -4)}n't`),
    (text) => text.replace(/["“”]/g, ''),
    (text) => text.replace(/ (?:also|however,|therefore,|then|subsequently) /, ' '),
    (text) => text.replace(/\b(\d{1,3}),(\d{3})\b/g, '$1$2'),
    (text) => text.replace(/\b(\d+(?:\.\d+)?)%/, '$1 percent'),
    (text) => text.replace(/ (?:,|;) /g, ', ').replace(/ \.$/, '.'),
  ]
  const first = seedOf(id) % changes.length
  const changed = changes[first]!(sentence)
  return changed === sentence ? changes[2]!(sentence) : changed
}

/** Passages that share the rarest words. */
const nearestBy = (passages: readonly Passage[]) => {
  const words = new Map(passages.map((passage) => [passage, new Set(passage.text.toLowerCase().match(/\p{L}{4,}/gu) ?? [])]))
  const counts = new Map<string, number>()
  for (const set of words.values()) for (const word of set) counts.set(word, (counts.get(word) ?? 0) + 1)
  const near = new Map<Passage, Passage[]>()
  return (passage: Passage, count: number): Passage[] => {
    if (!near.has(passage)) {
      const own = words.get(passage)!
      const score = (other: Passage): number => [...words.get(other)!].reduce((sum, word) => sum + (own.has(word) ? 1 / counts.get(word)! : 0), 0)
      const scored = passages.filter((other) => other !== passage).map((other) => ({ other, value: score(other) }))
      near.set(
        passage,
        scored
          .sort((one, other) => other.value - one.value)
          .slice(0, 8)
          .map(({ other }) => other),
      )
    }
    return near.get(passage)!.slice(0, count)
  }
}
