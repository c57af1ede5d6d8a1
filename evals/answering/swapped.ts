/** The same question about another name or number of the corpus: near in every word, and not answered where the first one is. */
import { sha256 } from '../../src/base/id.ts'
import { isFunctionWord } from '../../src/answer/reading/tokens.ts'
import type { EvalQuestion, EvalSet } from '../datasets.ts'

/** Null where the question names nothing that the text of its answer holds. A name gives way to one that its document does not have. */
export const swapped = (question: EvalQuestion, set: EvalSet): string | null => {
  const corpus = corpusOf(set)
  const own = corpus.texts.get(question.evidence[0]?.source ?? '')
  if (!own) return null
  const pick = (places: readonly string[]): string | undefined => places[Number.parseInt(sha256(`swap:${question.id}`).slice(0, 8), 16) % places.length]
  const name = pick(namesIn(question.text, own, corpus))
  if (name) {
    const other = pick(corpus.names.filter((one) => sizeOf(one) === sizeOf(name) && !own.toLowerCase().includes(one.toLowerCase())))
    const isSmall = question.text === question.text.toLowerCase()
    return other ? replaceWord(question.text, name, isSmall ? other.toLowerCase() : other) : null
  }
  const number = pick(question.text.match(numeral)?.filter((one) => own.includes(one)) ?? [])
  const others = number && corpus.numbers.filter((one) => one.length === number.length && !own.includes(one) && !question.text.includes(one))
  const other = others && pick(others)
  return number && other ? replaceWord(question.text, number, other) : null
}

interface Corpus {
  readonly texts: ReadonlyMap<string, string>
  /** In capitals inside a sentence, one or two words. */
  readonly names: readonly string[]
  readonly numbers: readonly string[]
}

const corpora = new WeakMap<EvalSet, Corpus>()

const corpusOf = (set: EvalSet): Corpus => {
  let corpus = corpora.get(set)
  if (!corpus) {
    const all = set.documents.flatMap(({ text }) => namesOf(text))
    const small = new Set(set.documents.flatMap(({ text }) => text.match(/(?<!\p{L})\p{Ll}{3,}/gu) ?? []))
    corpus = {
      texts: new Map(set.documents.map(({ source, title, text }) => [source, `${title}\n${text}`])),
      names: [...new Set(all)].filter((name) => !name.split(' ').every((word) => small.has(word.toLowerCase()))).sort(),
      numbers: [...new Set(set.documents.flatMap(({ text }) => text.match(numeral) ?? []))].sort(),
    }
    corpora.set(set, corpus)
  }
  return corpus
}

const numeral = /(?<![\p{L}\d.,-])\d{2,4}(?![\p{L}\d]|[.,]\d)/gu
const namesOf = (text: string): string[] => text.match(/(?<=[\p{Ll}\d,;'’)] )\p{Lu}\p{Ll}{2,}(?: \p{Lu}\p{Ll}{2,})?(?! ?\p{Lu}|[\p{L}-])/gu) ?? []

/** Names of the document that the question holds, also where it is written in small letters. */
const namesIn = (question: string, own: string, { names }: Corpus): string[] => {
  const held = new Set(namesOf(own))
  return names.filter((name) => held.has(name) && !isFunctionWord(name.toLowerCase()) && wordAt(question, name) >= 0)
}

const sizeOf = (name: string): number => name.split(' ').length

const wordAt = (text: string, word: string): number => {
  const found = new RegExp(`(?<![\\p{L}\\d])${word}(?![\\p{L}\\d])`, 'iu').exec(text)
  return found ? found.index : -1
}

const replaceWord = (text: string, old: string, other: string): string => {
  const at = wordAt(text, old)
  return text.slice(0, at) + other + text.slice(at + old.length)
}
