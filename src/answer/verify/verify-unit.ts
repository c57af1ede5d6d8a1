import type { Passage } from '../../domain/document.ts'
import { plainView } from '../../base/plain-view.ts'
import type { Unit } from '../answer-units.ts'
import { tokensOf } from '../reading/tokens.ts'
import { verifySentence, type Verification } from './verify.ts'

/** `isLead`: says nothing by itself (heading, "Run these:", rule of a table) and goes with what follows it. */
export type CheckedUnit = Verification & { readonly isLead: boolean }

export const verifyUnit = (unit: Unit, passages: readonly Passage[], question: string): CheckedUnit => {
  if (unit.kind === 'code') return { ...verifyCode(unit.text, passages), isLead: false }
  const body = unit.text.replace(listMarker, '').replace(/^#{1,6}\s+/, '')
  const checked = verifySentence(body, passages)
  if (checked.verdict === 'supported' && unit.kind !== 'heading') return { ...checked, isLead: false }
  return { ...checked, isLead: isLead(unit, body, question, passages) }
}

const listMarker = /^\s*(?:>\s*)*(?:[-*+•]|\d{1,3}[.)])\s+/

/**
 * Contentless: a table's rule, or a heading or a line ending with a colon whose words are the question's, the passages' or of the
 * everyday kind. A lead-in that states something of its own is a sentence like any other.
 */
const isLead = ({ kind, text }: Unit, body: string, question: string, passages: readonly Passage[]): boolean => {
  const plain = plainView(body).text
  const language = passages[0]?.language ?? 'en'
  const content = tokensOf(plain, language).filter((token) => token.content)
  if (kind === 'row' && content.length === 0) return true
  if (kind !== 'heading' && !/[:：]\s*(?:\*\*)?$/.test(text) && !/^\*\*[^*]+\*\*:?$/.test(text)) return false
  const known = new Set(
    [question, everyday, ...passages.map((passage) => `${passage.title} ${passage.heading}`)].flatMap((one) =>
      tokensOf(one, language).map((token) => token.stem),
    ),
  )
  return content.every((token) => known.has(token.stem) && !/\d/.test(token.raw))
}

const everyday =
  'steps step following follow example examples answer summary note notes reasons reason options option ways way command commands run use things list key main points here first then next finally based passages documents provided'

/** A block of code is one thing: leaving out a line would change what it does, so every line must be found. */
const verifyCode = (text: string, passages: readonly Passage[]): Verification => {
  const lines = text.split('\n').filter((line) => /[\p{L}\p{N}]/u.test(line) && !/^\s*(?:`{3,}|~{3,})/.test(line))
  const checks = lines.map((line) => verifyCodeLine(line.trim(), passages))
  const missing = lines.filter((_, index) => checks[index] === null)
  if (lines.length === 0 || missing.length > 0) {
    return { verdict: 'unsupported', score: 0, reasons: missing.map((line) => `not in the source: ${line.trim()}`), spans: [] }
  }
  return { verdict: 'supported', score: 1, reasons: [], spans: merged(checks.map((check) => check!)) }
}

type Support = Verification['spans'][number]

/** Code is right only letter by letter; indentation and runs of spaces aside. */
const verifyCodeLine = (line: string, passages: readonly Passage[]): Support | null => {
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}_-])${line.split(/\s+/).map(escaped).join('\\s+')}(?![\\p{L}\\p{N}_-])`, 'u')
  for (const passage of passages) {
    const match = pattern.exec(passage.text)
    if (match) return { passage, start: match.index, end: match.index + match[0].length }
  }
  return null
}

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')

/** Lines that follow each other in one passage become one quote. */
const merged = (spans: readonly Support[]): Support[] => {
  const result: Support[] = []
  for (const span of spans) {
    const last = result.at(-1)
    if (last && last.passage === span.passage && span.start >= last.end && span.passage.text.slice(last.end, span.start).trim() === '')
      result[result.length - 1] = { ...last, end: span.end }
    else result.push(span)
  }
  return result
}
