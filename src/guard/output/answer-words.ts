import type { Citation } from '../../domain/answer.ts'
import type { Passage } from '../../domain/document.ts'
import type { Finding } from '../../domain/guard.ts'
import { plainForm } from '../plain-form.ts'
import type { ShownWords } from '../policy.ts'
import { maskedEqually } from '../redact.ts'
import { united } from '../without-overlap.ts'

/** What may be said in one answer: what was hidden in a passage stays hidden, also out of the words that gave it away there. */
export interface AnswerWords {
  /** As long as before. `before` is what was written until now: a key may have begun in it. `cited` is what the text rests on. */
  masked(text: string, before?: string, cited?: readonly Citation[]): string
  /** The citation's quote, with all hidden that is hidden where it stands. */
  maskedQuote(citation: Citation): string
}

export const answerWords = (words: ShownWords, read: () => Iterable<Passage>): AnswerWords => {
  const seen = new Set<Passage>()
  const known: HiddenWords = new Map()
  const learn = (): void => {
    for (const passage of read()) {
      if (seen.has(passage)) continue
      seen.add(passage)
      for (const { kind, start, end } of words.hiddenIn(passage)) {
        for (const word of wordsOf(kind, passage.text.slice(start, end))) known.set(word, kind)
      }
    }
  }
  const hidden = (text: string, findings: readonly Finding[]): string => (findings.length === 0 ? text : maskedEqually(text, united(findings)))
  const inQuote = (citation: Citation): Finding[] => hiddenInQuote(citation, read(), words)
  return {
    masked: (text, before = '', cited = []) => {
      learn()
      const sought = new Map(known)
      for (const citation of cited) {
        for (const { kind, start, end } of inQuote(citation)) if (end - start >= shortestQuoted) sought.set(citation.quote.slice(start, end), kind)
      }
      return hidden(text, [...words.find(text), ...begun(text, before, words), ...occurrences(text, sought)])
    },
    maskedQuote: (citation) => {
      learn()
      return hidden(citation.quote, [...words.find(citation.quote), ...occurrences(citation.quote, known), ...inQuote(citation)])
    },
  }
}

type HiddenWords = Map<string, Finding['kind']>

/** Also the part of a secret that a sentence ends in, or begins with. */
const hiddenInQuote = ({ documentId, version, start, end }: Citation, passages: Iterable<Passage>, words: ShownWords): Finding[] => {
  for (const passage of passages) {
    if (passage.documentId !== documentId || passage.version !== version || passage.start > start || passage.end < end) continue
    const from = start - passage.start
    return words.hiddenIn(passage).flatMap((found) => {
      const [first, last] = [Math.max(found.start - from, 0), Math.min(found.end - from, end - start)]
      return first < last ? [{ ...found, start: first, end: last }] : []
    })
  }
  return []
}

const shortestQuoted = 4
// A shorter one may be a word like any other.
const shortest = 8

/** Of a key each line, since sentences are lines of it; of anything else the whole. */
const wordsOf = (kind: Finding['kind'], hidden: string): string[] =>
  (kind === 'private_key' ? (hidden.match(/[A-Za-z\d+/]+={0,2}/g) ?? []).filter((word) => /\d/.test(word) || /[a-z][A-Z]/.test(word)) : [hidden]).filter(
    (word) => word.length >= shortest,
  )

const occurrences = (text: string, known: HiddenWords): Finding[] => {
  if (known.size === 0) return []
  const plain = plainForm(text)
  return [...occurrencesIn(text, known), ...(plain ? occurrencesIn(plain.text, known).map(plain.written) : [])]
}

const occurrencesIn = (text: string, known: HiddenWords): Finding[] => {
  const found: Finding[] = []
  for (const [word, kind] of known) {
    for (let start = text.indexOf(word); start >= 0; start = text.indexOf(word, start + word.length)) found.push({ kind, start, end: start + word.length })
  }
  return found
}

// A key is long; a name before a password stands right before it.
const near = 100
const longestKey = 8000

/** What is a secret only together with what was written before. */
const begun = (text: string, before: string, words: ShownWords): Finding[] => {
  const far = before.slice(-longestKey)
  const tail = far.includes('PRIVATE KEY-') || far.includes('PRIVATE KEY BLOCK-') ? far : before.slice(-near)
  if (tail === '') return []
  return words.findSecrets(tail + text).flatMap(({ kind, start, end }) => {
    return end > tail.length ? [{ kind, start: Math.max(0, start - tail.length), end: end - tail.length }] : []
  })
}
