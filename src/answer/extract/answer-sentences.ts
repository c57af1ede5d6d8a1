import type { Passage } from '../../domain/document.ts'
import { plainView } from '../../base/plain-view.ts'
import { askedStems, stemsOf } from './asked-words.ts'
import { fits, kindOf, type QuestionKind } from './question-kind.ts'
import { isOfAnother, namesAnother, numberedNamesOf } from '../reading/numbered-names.ts'
import { tableHeaderOf } from '../reading/quoted-table.ts'
import { readPassage, type ReadPassage, type ReadSentence } from '../reading/reading.ts'
import { tokensOf } from '../reading/tokens.ts'

/** A sentence that may answer, and what is known of it before anything is embedded. */
export interface Candidate {
  readonly passage: Passage
  readonly read: ReadSentence
  /** Passage by passage, sentence by sentence. */
  readonly place: number
  readonly kind: QuestionKind
  /** The question's words. */
  readonly asked: ReadonlySet<string>
  /** Of a table row: what its columns are called. */
  readonly header: string
  readonly overlap: number
  readonly around: number
  readonly fit: number
  readonly fresh: number
  readonly rank: number
  /** How far its passage stands behind the best one, in standard deviations of the search's scores. */
  readonly behind: number
}

// The passage that answers is among the first five for nearly all questions (LEADERBOARD.md, recall@5); reading more costs time.
export const mostPassages = 8

/** Sentences by words shared with the question, best first; questions and headings answer nothing and are left out. */
export const candidatesFor = (question: string, passages: readonly Passage[]): Candidate[] => {
  const numbered = numberedNamesOf(question)
  const readings = passages.slice(0, mostPassages).map(readPassage)
  const asked = askedStems(question, readings[0]?.passage.language)
  const kind = kindOf(question)
  const weigh = rarity(readings)
  const total = Math.max(1e-9, weightOf(asked, weigh))
  const farAhead = Math.max(...readings.map(({ passage }) => standing(passage)))
  return readings
    .flatMap((reading, rank) =>
      reading.sentences.flatMap((read, index) =>
        isCandidate(read) &&
        !isOfAnother(reading.passage, numbered) &&
        !namesAnother(read.plain, numbered) &&
        !isTitleLine(reading.passage, read) &&
        !isLonelyLead(reading, index) &&
        !isHeader(reading.passage, read)
          ? [candidate(reading, rank, read, index, { asked, kind, weigh, total, farAhead })]
          : [],
      ),
    )
    .filter((one) => tellsMore(one) && (one.read.sentence.kind !== 'row' || isRowAskedFor(one, asked, weigh, total)))
    .sort((one, other) => preliminary(other) - preliminary(one) || one.place - other.place)
}

/** What the learned score is made of; the names are those of `extractive-weights.json`. */
export const answerFeatures = (candidate: Candidate, cosine: number | null) => ({
  overlap: candidate.overlap,
  around: candidate.around,
  fit: candidate.fit,
  fresh: candidate.fresh,
  rank: 1 / (1 + candidate.rank),
  behind: Math.min(1, candidate.behind / 3),
  cosine: cosine ?? typicalCosine,
  similarity: candidate.passage.similarity ?? typicalCosine,
  length: Math.min(1, candidate.read.tokens.length / 40),
})

// Stands for "not known": in the middle of what bge-small gives, so that it neither raises nor lowers.
const typicalCosine = 0.65

const preliminary = ({ overlap, around, fit, rank }: Candidate): number => overlap + 0.5 * around + 0.15 * fit + 0.5 / (1 + rank)

/** "Run this:" at the end of a passage, or before something that is no list and no code. */
const isLonelyLead = ({ sentences }: ReadPassage, index: number): boolean => {
  const next = sentences[index + 1]?.sentence.kind
  return /[:：]$/.test(sentences[index]!.plain.trim()) && next !== 'item' && next !== 'code'
}

/** "Kitchen rules": what heads a plain text has no hashes, and says nothing. */
const isTitleLine = ({ text }: Passage, { sentence: { kind, start, end }, raw, tokens }: ReadSentence): boolean =>
  kind === 'prose' &&
  tokens.length <= 6 &&
  /^\p{Lu}[^:.!?;`*\d"”]*$/u.test(raw) &&
  /(?:^|\n)[^\S\n]*$/.test(text.slice(0, start)) &&
  /^[^\S\n]*\n/.test(text.slice(end))

// Images, tags of git-books, and lines of mere links.
const nothingSaid = /^!\[|\{%|^\[[^\]]*\]\([^)]*\)\.?$/

const isCandidate = ({ sentence, plain, raw, tokens }: ReadSentence): boolean =>
  sentence.kind !== 'heading' &&
  !nothingSaid.test(raw) &&
  !/\?["”’)]*$/.test(plain.trim()) &&
  (sentence.kind === 'code' || tokens.filter((token) => token.content).length >= 2)

/** Nothing but the question's own words answers it only as a lead-in to what follows, or as a command. */
const tellsMore = ({ fresh, read: { sentence, plain } }: Candidate): boolean =>
  sentence.kind === 'code' ? !keyAlone.test(plain) : fresh > 0 || /[:：]$/.test(plain.trim())
const keyAlone = /^[\s"'-]*[\w.-]+["']?:\s*$/

const isHeader = (passage: Passage, { sentence }: ReadSentence): boolean =>
  sentence.kind === 'row' && tableHeaderOf(passage, sentence.start)?.start === sentence.start

/** A row that only has its columns in common with the question is another row, and one that has only its name in common tells of something else. */
const isRowAskedFor = ({ passage, read, header }: Candidate, asked: ReadonlySet<string>, weigh: Asked['weigh'], total: number): boolean => {
  const own = common(asked, stemsOf(read.tokens, passage.language))
  const known = new Set([...readPassage(passage).context, ...own, ...tokensOf(header, passage.language).map((token) => token.stem)])
  return own.size > 0 && weightOf(common(asked, known), weigh) > total / 2
}

interface Asked {
  readonly asked: ReadonlySet<string>
  readonly kind: QuestionKind
  readonly weigh: (stem: string) => number
  readonly total: number
  readonly farAhead: number
}

/** The fused score before it was put into 0…1 (retrieve/fuse.ts). */
const standing = ({ score }: Passage): number => {
  const inside = Math.min(0.999, Math.max(0.001, score))
  return Math.log(inside / (1 - inside))
}

const candidate = (reading: ReadPassage, rank: number, read: ReadSentence, index: number, { asked, kind, weigh, total, farAhead }: Asked): Candidate => {
  const header = headerOf(reading, read)
  const { language } = reading.passage
  const own = stemsOf([...read.tokens, ...(header ? tokensOf(header, language) : [])], language)
  const near = new Set([...own, ...reading.context, ...[index - 1, index + 1].flatMap((at) => reading.sentences[at]?.tokens.map((token) => token.stem) ?? [])])
  const content = read.tokens.filter((token) => token.content)
  return {
    passage: reading.passage,
    read,
    place: rank * 1000 + index,
    kind,
    asked,
    header,
    overlap: weightOf(common(asked, own), weigh) / total,
    around: weightOf(common(asked, near), weigh) / total,
    fit: fits(kind, read, asked),
    fresh: content.length === 0 ? 0 : content.filter((token) => !asked.has(token.stem)).length / content.length,
    rank,
    behind: farAhead - standing(reading.passage),
  }
}

const headerOf = ({ passage }: ReadPassage, { sentence }: ReadSentence): string => {
  const header = sentence.kind === 'row' ? tableHeaderOf(passage, sentence.start) : null
  return header ? plainView(passage.text.slice(header.start, passage.text.indexOf('\n', header.start))).text : ''
}

const common = (one: ReadonlySet<string>, other: ReadonlySet<string>): Set<string> => new Set([...one].filter((stem) => other.has(stem)))

const weightOf = (stems: ReadonlySet<string>, weigh: (stem: string) => number): number => [...stems].reduce((sum, stem) => sum + weigh(stem), 0)

/** Words that few of the retrieved sentences hold say more. */
export const rarity = (readings: readonly ReadPassage[]): ((stem: string) => number) => {
  const counts = new Map<string, number>()
  let total = 0
  for (const { sentences } of readings) {
    for (const { tokens } of sentences) {
      total++
      for (const stem of new Set(tokens.map((token) => token.stem))) counts.set(stem, (counts.get(stem) ?? 0) + 1)
    }
  }
  return (stem) => Math.log(1 + total / ((counts.get(stem) ?? 0) + 0.5))
}
