/**
 * Cuts text into the tokens of a model, in the calling thread: the embedding workers use it, and whoever cuts documents.
 * Words are remembered, so that a text costs one look-up a word (see docs/reference for the rate); new words go to the library.
 */
import { readFileSync } from 'node:fs'
import { Tokenizer } from '@huggingface/tokenizers'
import { AppError } from '../../base/error.ts'

export interface TextTokenizer {
  /** Tokens of the text, special tokens not included. */
  count(text: string): number
  /** Ids as the model reads them: special tokens included, cut to `maxTokens` in all. */
  encode(text: string, maxTokens: number): number[]
}

/** Counts tokens, special tokens not included. */
export const loadTokenCounter = (tokenizerPath: string): ((text: string) => number) => loadTokenizer(tokenizerPath).count

export const loadTokenizer = (tokenizerPath: string): TextTokenizer => {
  const { definition, library } = readTokenizer(tokenizerPath)
  const plainIds = (text: string): number[] => library.encode(text, { add_special_tokens: false }).ids
  const idsOf = isBert(definition) ? rememberWords(plainIds, definition.added_tokens) : plainIds
  const { before, after } = specialTokens(library)
  return {
    count: (text) => idsOf(text).length,
    encode: (text, maxTokens) => [...before, ...idsOf(text).slice(0, maxTokens - before.length - after.length), ...after],
  }
}

interface Definition {
  model?: { type?: string }
  normalizer?: { type?: string; lowercase?: boolean } | null
  pre_tokenizer?: { type?: string } | null
  added_tokens: readonly { content: string }[]
}

const readTokenizer = (path: string): { definition: Definition; library: Tokenizer } => {
  try {
    const json = JSON.parse(readFileSync(path, 'utf8')) as Partial<Definition>
    const definition = { ...json, added_tokens: json.added_tokens ?? [] }
    return { definition, library: new Tokenizer(definition, {}) }
  } catch (cause) {
    throw new AppError('unavailable', `The tokenizer ${path} cannot be read. Delete it and fetch the model again: answerable models pull.`, { cause })
  }
}

/** What the model wants around a text, e.g. [CLS] … [SEP]. */
const specialTokens = (library: Tokenizer): { before: number[]; after: number[] } => {
  const bare: number[] = library.encode('a', { add_special_tokens: false }).ids
  const whole: number[] = library.encode('a').ids
  const at = whole.findIndex((_, index) => bare.every((id, offset) => whole[index + offset] === id))
  return { before: whole.slice(0, at), after: whole.slice(at + bare.length) }
}

/** Only these rules make the tokens of a text the tokens of its words, one after another. */
const isBert = ({ model, normalizer, pre_tokenizer }: Definition): boolean =>
  model?.type === 'WordPiece' && normalizer?.type === 'BertNormalizer' && pre_tokenizer?.type === 'BertPreTokenizer'

// About 4 MB; English prose of 12,000 chunks has some 20,000 different words.
const mostWords = 30_000

/** Printable ASCII falls into words and single signs; anything else between spaces is left whole for the library. */
const piecePattern = /[A-Za-z0-9]+|[!-/:-@[-`{-~]/g
const plainPattern = /^[!-~]+$/

const rememberWords = (idsOfWord: (word: string) => number[], addedTokens: readonly { content: string }[]): ((text: string) => number[]) => {
  const known = new Map<string, number[]>()
  const look = (word: string): number[] => {
    const found = known.get(word)
    if (found) return found
    if (known.size >= mostWords) known.clear()
    const ids = idsOfWord(word)
    known.set(word, ids)
    return ids
  }
  return (text) => {
    // A text may hold "[SEP]" itself, which the library takes for the token: the words alone would not show it.
    if (addedTokens.some(({ content }) => text.includes(content))) return idsOfWord(text)
    const ids: number[] = []
    for (const part of text.split(/[ \n\t\r]+/)) {
      if (part === '') continue
      const pieces = plainPattern.test(part) ? part.match(piecePattern)! : [part]
      for (const piece of pieces) for (const id of look(piece)) ids.push(id)
    }
    return ids
  }
}
