import { joinPhrasal, numberOf, stemmed } from './vocabulary.ts'

/** A word as it stands, and in the parts that names are compared by. */
export interface RequestWord {
  readonly text: string
  /** `web-2` → `web`, `2`. */
  readonly atoms: readonly string[]
  readonly stem: string
  /** Digits; null where it is no whole number. */
  readonly number: string | null
  /** Nobody says it in passing: digits or marks inside. */
  readonly isName: boolean
}

const word = /(?<![\p{L}\p{N}])-?\d+(?:[.,]\d+)+%?|(?<![\p{L}\p{N}])-?\d+%?(?![\p{L}\p{N}])|[\p{L}\p{N}/_][\p{L}\p{N}._/:@'’-]*/gu

export const readWords = (text: string): RequestWord[] =>
  [...joinPhrasal(plain(text)).matchAll(word)].flatMap(([raw]) => {
    const trimmed = raw.replace(/[.:'’@-]+$/, '').replace(/['’]s$/, '')
    return trimmed === '' ? [] : [wordOf(trimmed)]
  })

/** As it is compared: lower case, one form of apostrophe, without quotes. */
export const plain = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[’ʼ]/g, "'")
    .replace(/["“”„`]|(?<!\p{L})'|'(?!\p{L})/gu, ' ')

const wordOf = (text: string): RequestWord => {
  const number = /^-?\d+$/.test(text) ? text : numberOf(text)
  return { text, atoms: atomsOf(text), stem: stemmed(text), number, isName: number === null && /[\d._/:@-]/.test(text) }
}

export const atomsOf = (text: string): string[] =>
  text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
