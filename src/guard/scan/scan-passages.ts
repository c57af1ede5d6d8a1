import type { Passage, Span } from '../../domain/document.ts'
import type { Injection, ScanPassages } from '../../domain/guard.ts'
import { findInjections, type Found } from './find-injections.ts'

/** The scanner. All that is blanked is told of; what is blanked does not depend on the question, unless it asks for just that. */
export const scanPassages: ScanPassages = (question, passages) => {
  const isAsked = asksForOrders.test(question)
  const injections: Injection[] = []
  const scanned = passages.map((passage): Passage => {
    const { documentId, source, start: at, language } = passage
    const lost = (text: string): Found[] => findInjections(text, language).filter(({ score }) => !isAsked || score === 1)
    const found = lost(passage.text)
    for (const { start, end, score, reason } of found) injections.push({ documentId, source, start: at + start, end: at + end, score, reason })
    /** Stands in the prompt too; one that holds an order is left out whole. It has no place in the text: its span is empty. */
    const clean = (text: string, what: string): string => {
      const [first] = lost(text)
      if (first) injections.push({ documentId, source, start: at, end: at, score: first.score, reason: `in the ${what}: ${first.reason}` })
      return first ? '' : text
    }
    return { ...passage, text: blanked(passage.text, found), title: clean(passage.title, 'title'), heading: clean(passage.heading, 'heading') }
  })
  return { passages: scanned.map((passage, index) => (isSame(passage, passages[index]!) ? passages[index]! : passage)), injections }
}

// Whoever asks about injected instructions may read them.
const asksForOrders =
  /\b(?:prompt[ -]?inject\w*|inject(?:ed|ion)s?|jailbreak\w*|system prompt|(?:malicious|hidden|hostile) (?:instructions?|text|prompts?|comments?)|instructions? (?:to|for) (?:the |an? )?(?:ai|model|assistant|llm)s?)\b/i

const isSame = (one: Passage, other: Passage): boolean => one.text === other.text && one.title === other.title && one.heading === other.heading

/** As long as before. A line or paragraph that is gone parts what stood around it, so that no sentence runs across. */
export const blanked = (text: string, spans: readonly Span[]): string => {
  let result = ''
  let at = 0
  for (const { start, end } of spans) {
    const isInLine = /\S[^\n]*$/.test(text.slice(Math.max(0, start - 200), start)) && text.slice(start, end).search(/\s/) < 0
    result += text.slice(at, start) + (isInLine || end - start < 4 ? ' '.repeat(end - start) : `\n\n${' '.repeat(end - start - 4)}\n\n`)
    at = end
  }
  return result + text.slice(at)
}
