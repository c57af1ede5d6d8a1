import { literalOf, type ShellParser, type Word } from './words.ts'

/** As the shell would hand them to the program, the program's name first (with its folder, where it is written). */
export type PlainCommand = { readonly words: readonly string[] } | { readonly why: string }

const longest = 1_000

/**
 * The words of exactly one simple command, where all parsers read the same ones and nothing is put in their place.
 * The cheapest parser stands first: what it refuses, or reads as more than literal words, no other is asked about.
 */
export const readPlainCommand = ([first, ...others]: readonly ShellParser[], text: string): PlainCommand => {
  const fault = writtenFault(text)
  if (fault) return { why: fault }
  if (!first) return { why: 'There is no parser to read it with.' }
  const reading = first(text)
  if ('why' in reading) return notPlain(reading.why)
  const command = coversAll(text, reading.words) ? literalsOf(text, reading.words) : { why: 'It holds more than the words of one command.' }
  if ('why' in command) return command
  for (const parse of others) {
    const again = parse(text)
    if ('why' in again) return notPlain(again.why)
    if (!isSame(reading.words, again.words)) return { why: 'Two parsers of the shell read this in different ways.' }
  }
  return command
}

const notPlain = (why: string): PlainCommand => ({ why: `This is not one plain command: ${why}.` })

/** What no parser is asked about: they differ in it from each other, or from the terminal that it is pasted into. */
const writtenFault = (text: string): string | null => {
  if (text.length === 0) return 'There is no command.'
  if (text.length > longest) return `It is longer than ${longest} characters: nobody reads that before typing it.`
  if (/[^\x20-\x7e]/.test(text)) return 'It holds characters other than plain ASCII on one line, which may look like something else than they are.'
  return null
}

const isSame = (one: readonly Word[], other: readonly Word[]): boolean => JSON.stringify(one) === JSON.stringify(other)

/** Nothing but spaces around the words, and at least one word. */
const coversAll = (text: string, words: readonly Word[]): boolean => {
  let end = 0
  for (const word of words) {
    if (word.start < end || !isBlank(text.slice(end, word.start)) || (end > 0 && word.start === end)) return false
    end = word.end
  }
  return words.length > 0 && isBlank(text.slice(end))
}

const isBlank = (text: string): boolean => /^ *$/.test(text)

const literalsOf = (text: string, words: readonly Word[]): PlainCommand => {
  const literals: string[] = []
  for (const word of words) {
    const literal = literalOf(word)
    if (literal === null) return { why: `The shell would change "${text.slice(word.start, word.end)}" before the program sees it: quote it in single quotes.` }
    literals.push(literal)
  }
  const name = words[0]!.pieces
  const isPlainName = name.length === 1 && name[0]!.quotes === 'none' && name[0]!.written === literals[0]
  return isPlainName ? { words: literals } : { why: 'The name of its program is disguised by quotes.' }
}
