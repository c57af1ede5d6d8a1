import { readableForm } from '../../base/readable-form.ts'

/** Tokens of the embedding model, or an estimate of them. */
export type CountTokens = (text: string) => number

// A token of real text is 4 to 5 characters; padded tables reach 12. A tokenizer calls a megabyte without a space one unknown token.
const charactersPerToken = 16

/** Tokens of what is embedded of a text, never less than its length deserves; what cannot fit is not counted, so that nothing long is counted twice. */
export const weighing =
  (countTokens: CountTokens, maxTokens: number): CountTokens =>
  (text) =>
    text.length > maxTokens * charactersPerToken ? Infinity : Math.max(countTokens(readableForm(text)), Math.ceil(text.length / charactersPerToken))
