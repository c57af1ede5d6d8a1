import type { Passage } from '../../domain/document.ts'
import { askedStems, isIdle } from './asked-words.ts'
import { comparedIn, putsSideBySide } from './compared.ts'
import { headingOf } from '../suggest/questions-from-headings.ts'
import { headingAt } from '../reading/heading-at.ts'
import { kindOf } from './question-kind.ts'
import { readPassage, type ReadSentence } from '../reading/reading.ts'
import { tokensOf, type Token } from '../reading/tokens.ts'

/** What stands under a heading that says what is asked: its sentences in order. */
export interface SectionAnswer {
  readonly passage: Passage
  readonly reads: readonly ReadSentence[]
}

const mostPassages = 8
const mostProse = 3
const mostOfBlock = 8

/**
 * "How do I raise a budget?" is answered by the section "Raising a budget": its first sentences with the steps, code or table that follow them.
 * Null when no heading of the passages holds what is asked. Questions for a person, a time, a place or an amount are left to sentences,
 * unless the heading asks for the same ("How long a change takes").
 */
export const sectionAnswering = (question: string, passages: readonly Passage[]): SectionAnswer | null => {
  const kind = kindOf(question)
  const isForSentences = !['procedure', 'definition', 'reason', 'other'].includes(kind)
  const isDefinition = kind === 'definition'
  const suggested = headingOf(question)
  let best: { fit: number; answer: SectionAnswer } | null = null
  for (const passage of passages.slice(0, mostPassages)) {
    const asked = askedStems(suggested ?? question, passage.language, isIdle)
    if (asked.size === 0) continue
    const { sentences } = readPassage(passage)
    const compared = comparedIn(question, passage.language)
    for (const { words, plain, at } of headingsOf(passage)) {
      if (isForSentences && kindOf(plain) !== kind) continue
      // What all of a document says is no section.
      if (suggested !== null && at === 0) continue
      // What only names both in its title tells of each for itself.
      const named = compared ? (at > 0 && putsSideBySide(plain, compared, passage.language) ? 1 : 0) : fitOf(asked, words, pathAt(passage, at))
      const fit = named > 0 && isDefinition && beginsWith(sentences[at], asked) ? named + 1 : named
      if (fit <= (best?.fit ?? 0)) continue
      const reads = beginningOf(sentences.slice(at))
      if (reads.length > 0) best = { fit, answer: { passage, reads } }
    }
  }
  return best?.answer ?? null
}

/** "A gauge is …" says what a gauge is; what is said of it elsewhere in a sentence tells something else. */
const beginsWith = (first: ReadSentence | undefined, asked: ReadonlySet<string>): boolean => {
  const opening = new Set(first?.tokens.slice(0, asked.size + 2).map(({ stem }) => stem))
  return [...asked].every((stem) => opening.has(stem))
}

interface Heading {
  readonly plain: string
  readonly words: readonly Token[]
  /** The place of the first sentence below it. */
  readonly at: number
}

/** The headings in a passage; above a document's first words stands its title. */
const headingsOf = (passage: Passage): Heading[] => {
  const { sentences } = readPassage(passage)
  const inside = sentences.flatMap(({ sentence, plain, tokens }, index) => (sentence.kind === 'heading' ? [{ plain, words: tokens, at: index + 1 }] : []))
  const isBeginning = passage.heading === '' && inside[0]?.at !== 1
  return isBeginning ? [{ plain: passage.title, words: tokensOf(passage.title, passage.language), at: 0 }, ...inside] : inside
}

const pathAt = (passage: Passage, at: number): Set<string> => {
  const offset = readPassage(passage).sentences[at]?.sentence.start ?? passage.text.length
  const path = `${passage.title} ${headingAt(passage, Math.max(0, offset - 1))}`
  return new Set(tokensOf(path, passage.language).flatMap(({ content, stem }) => (content ? [stem] : [])))
}

/** 0 unless heading, path and title hold all that is asked, the heading itself half of it, and little else; else how exactly it is the heading. */
const fitOf = (asked: ReadonlySet<string>, heading: readonly Token[], path: ReadonlySet<string>): number => {
  const own = new Set(heading.flatMap(({ content, stem }) => (content && !isIdle(stem) ? [stem] : [])))
  const shared = [...asked].filter((stem) => own.has(stem)).length
  if (shared === 0 || shared * 2 < asked.size || shared * 2 < own.size) return 0
  if ([...asked].some((stem) => !own.has(stem) && !path.has(stem))) return 0
  // Of two headings alike the one that stands under less: "Recording rules" of a glossary, not of a chapter on something else.
  return shared / asked.size + shared / own.size + 0.5 / (1 + [...path].filter((stem) => !asked.has(stem)).length)
}

/** Some sentences, then the block that follows them; down to the next heading. A picture or a line of tags is no sentence. */
export const beginningOf = (sentences: readonly ReadSentence[]): ReadSentence[] => {
  const end = sentences.findIndex(({ sentence }) => sentence.kind === 'heading')
  const section = sentences.slice(0, end < 0 ? sentences.length : end).filter(({ raw }) => !/^!\[|\{%/.test(raw))
  const block = section.findIndex(({ sentence }) => sentence.kind !== 'prose')
  const prose = section.slice(0, block < 0 ? section.length : block)
  if (prose.length > mostProse || block < 0) return prose.slice(0, mostProse)
  const kind = section[block]!.sentence.kind
  const rest = section.slice(block)
  const after = rest.findIndex(({ sentence }) => sentence.kind !== kind)
  const rows = rest.slice(0, after < 0 ? rest.length : after)
  return [...prose, ...(kind === 'code' ? rows.slice(0, 1) : rows.slice(0, mostOfBlock))]
}
