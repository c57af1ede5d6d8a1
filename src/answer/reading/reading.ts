import type { Passage } from '../../domain/document.ts'
import { plainView } from '../../base/plain-view.ts'
import { codeSentences, isCodeType } from '../../base/code-sentences.ts'
import { sentencesOf, type Sentence } from '../../base/sentences.ts'
import { factsOf, type Facts } from './facts.ts'
import { tokensOf } from './tokens.ts'

/** A sentence read for comparing. */
export interface ReadSentence extends Facts {
  readonly sentence: Sentence
  readonly raw: string
}

/** A passage read once; every claim of an answer is compared with the same reading. */
export interface ReadPassage {
  readonly passage: Passage
  /** Fences, rules and bare marks left out. */
  readonly sentences: readonly ReadSentence[]
  /** Words of title and headings, also of those inside: what "it" and "this option" mean below them. */
  readonly context: ReadonlySet<string>
  readonly smallWords: ReadonlySet<string>
}

const readings = new WeakMap<Passage, ReadPassage>()

export const readPassage = (passage: Passage): ReadPassage => {
  let reading = readings.get(passage)
  if (!reading) readings.set(passage, (reading = read(passage)))
  return reading
}

const readSentence = (text: string, sentence: Sentence, language: string): ReadSentence => {
  const raw = text.slice(sentence.bodyStart, sentence.end)
  const plain = sentence.kind === 'code' ? raw : plainView(raw).text
  return { ...factsOf(plain, raw, language), sentence, raw }
}

const read = (passage: Passage): ReadPassage => {
  const cut = isCodeType(passage.mediaType) ? codeSentences(passage.text) : sentencesOf(passage.text, passage.language)
  const sentences = cut
    .filter((sentence) => sentence.kind !== 'fence')
    .map((sentence) => readSentence(passage.text, sentence, passage.language))
    .filter((sentence) => sentence.tokens.length > 0)
  const headings = sentences.filter(({ sentence }) => sentence.kind === 'heading').map(({ plain }) => plain)
  const context = new Set(tokensOf([passage.title, passage.heading, ...headings].join('\n'), passage.language).map((token) => token.stem))
  const smallWords = new Set(sentences.flatMap((sentence) => sentence.tokens.filter((token) => /^\p{Ll}/u.test(token.raw)).map((token) => token.stem)))
  return { passage, sentences, context, smallWords }
}
