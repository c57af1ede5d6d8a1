import type { Passage } from '../domain/document.ts'
import { plainView } from '../base/plain-view.ts'
import { sentencesOf, type Sentence } from '../base/sentences.ts'
import { tokensOf, type Token } from './tokens.ts'

/** A sentence read for comparing: its plain text and its words. */
export interface ReadSentence {
  readonly sentence: Sentence
  readonly raw: string
  readonly plain: string
  readonly tokens: readonly Token[]
}

/** A passage read once; every claim of an answer is compared with the same reading. */
export interface ReadPassage {
  readonly passage: Passage
  /** Fences, rules and bare marks left out. */
  readonly sentences: readonly ReadSentence[]
  /** Words of title and headings: what "it" and "this option" mean below them. */
  readonly context: ReadonlySet<string>
  readonly smallWords: ReadonlySet<string>
}

const readings = new WeakMap<Passage, ReadPassage>()

export const readPassage = (passage: Passage): ReadPassage => {
  let reading = readings.get(passage)
  if (!reading) readings.set(passage, (reading = read(passage)))
  return reading
}

export const readSentence = (text: string, sentence: Sentence, language: string): ReadSentence => {
  const raw = text.slice(sentence.bodyStart, sentence.end)
  const plain = sentence.kind === 'code' ? raw : plainView(raw).text
  return { sentence, raw, plain, tokens: tokensOf(plain, language) }
}

const read = (passage: Passage): ReadPassage => {
  const sentences = sentencesOf(passage.text, passage.language)
    .filter((sentence) => sentence.kind !== 'fence')
    .map((sentence) => readSentence(passage.text, sentence, passage.language))
    .filter((sentence) => sentence.tokens.length > 0)
  const context = new Set(tokensOf(`${passage.title} ${passage.heading}`, passage.language).map((token) => token.stem))
  const smallWords = new Set(sentences.flatMap((sentence) => sentence.tokens.filter((token) => /^\p{Ll}/u.test(token.raw)).map((token) => token.stem)))
  return { passage, sentences, context, smallWords }
}
