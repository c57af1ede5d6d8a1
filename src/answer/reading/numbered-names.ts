import type { Passage } from '../../domain/document.ts'
import { isFunctionWord } from './tokens.ts'

/** "Nightjar 2", "ADR 3": what is said of one number of a name is not said of another. */
interface NumberedName {
  readonly name: string
  readonly number: string
}

const numbered = /(?<![\p{L}\p{N}])(?<name>\p{Lu}[\p{L}-]+)[\s-]v?(?<number>\d+(?:\.\d+)*)(?![\p{L}\p{N}%:]|\s*(?:%|days?\b|years?\b))/gu
const months = /^(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)/i
const yearLike = /^(?:1[5-9]|20)\d\d$/

export const numberedNamesOf = (question: string): NumberedName[] =>
  [...question.matchAll(numbered)]
    .map(({ groups }) => ({ name: groups!.name!, number: groups!.number! }))
    .filter(({ name, number }) => !isFunctionWord(name.toLowerCase()) && !months.test(name) && !yearLike.test(number))

/** Does a text speak of one of these names under other numbers only? */
export const namesAnother = (text: string, names: readonly NumberedName[]): boolean =>
  names.some(({ name, number }) => {
    const found = [...text.matchAll(mentions(name))]
    return found.length > 0 && !found.some(({ groups }) => groups!.number === number || groups!.range !== undefined)
  })

/** The same of a passage with its title and headings: what it says without a name is said of the one it names. */
export const isOfAnother = ({ title, heading, text }: Passage, names: readonly NumberedName[]): boolean =>
  names.length > 0 && namesAnother([title, heading, text].join('\n'), names)

// Letters and hyphens only, so the name needs no escapes. "Node 20 or newer" tells of Node 24 as well.
const mentions = (name: string): RegExp =>
  new RegExp(
    String.raw`(?<![\p{L}\p{N}])${name}[\s-]v?(?<number>\d+(?:\.\d+)*)(?![\p{L}\p{N}])(?<range>\s?(?:\+|[-–]|to\b|(?:or|and) (?:newer|later|above|higher|up|older|earlier|below)\b))?`,
    'giu',
  )
