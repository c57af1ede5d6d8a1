import { readPrompt } from './read-prompt.ts'
import type { ChatMessage } from './tokens.ts'

/** The words that `prompts/answer.v1.md` asks for. */
export const refusal = 'The documents do not say.'

/** Copies the one or two sentences of the passages that share most words with the question, each with its number; refuses when too few are shared. */
export const honestAnswer = (messages: readonly ChatMessage[]): string => {
  const { passages, question } = readPrompt(messages)
  const asked = contentWords(question)
  const needed = Math.max(1, Math.ceil(asked.size * 0.4))
  const best = passages
    .flatMap(({ number, text }) => sentencesOf(text).map((sentence) => ({ number, sentence, shared: countShared(asked, sentence) })))
    .filter(({ shared }) => shared >= needed)
    .toSorted((a, b) => b.shared - a.shared || a.sentence.length - b.sentence.length)
  const chosen = best.filter(({ shared }) => shared === best[0]!.shared).slice(0, 2)
  return chosen.map(({ number, sentence }) => `${sentence.replace(/([.!?]?)$/, ` [${number}]$1`)}`).join(' ') || refusal
}

export const sentencesOf = (text: string): string[] =>
  text
    .split(/\n{2,}|\n(?=[-*#|]|\d+\.)|(?<=[.!?])\s+(?=[A-Z`"'[(])/)
    .map((sentence) =>
      sentence
        .replace(/^[\s#>*-]+/, '')
        .replace(/\s+/g, ' ')
        .trim(),
    )
    .filter((sentence) => /\w+\s+\w+/.test(sentence))

const stopWords = new Set(
  'a an and are as at be by can could do does for from has have how i in is it its many may much must of on or our shall should that the their them there this to was we were what when where which who why will with would you your'.split(
    ' ',
  ),
)

/** Cut to five letters: enough of a stemmer for "retry", "retries" and "retried" to meet. */
const contentWords = (text: string): Set<string> =>
  new Set((text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).filter((word) => !stopWords.has(word)).map((word) => word.slice(0, 5)))

const countShared = (asked: Set<string>, sentence: string): number => [...contentWords(sentence)].filter((word) => asked.has(word)).length
