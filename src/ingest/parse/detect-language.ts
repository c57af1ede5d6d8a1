import { francAll } from 'franc-min'
import { languageOf } from '../../base/question-language.ts'

/** ISO 639-1 code of a text's language: what the document states, else what its letters say; `en` where that is unsure. */
export const detectLanguage = (text: string, stated: string | null): string => {
  const said = stated?.toLowerCase().split(/[-_]/)[0] ?? ''
  return /^[a-z]{2}$/.test(said) ? said : guess(sampleOf(text))
}

// What franc tells apart and a reader may meet; it takes a few English words for Scots, Danish or Latin otherwise.
const codes: Readonly<Record<string, string>> = {
  eng: 'en',
  deu: 'de',
  fra: 'fr',
  spa: 'es',
  ita: 'it',
  por: 'pt',
  nld: 'nl',
  swe: 'sv',
  pol: 'pl',
  tur: 'tr',
  ron: 'ro',
  hun: 'hu',
  rus: 'ru',
  ukr: 'uk',
  arb: 'ar',
  hin: 'hi',
  cmn: 'zh',
  jpn: 'ja',
  kor: 'ko',
  vie: 'vi',
  ind: 'id',
}

// Franc reads 2,048 characters and errs often below some 100.
const sampleLength = 4_000
const leastLetters = 100

const guess = (sample: string): string => {
  const letters = sample.match(/\p{L}/gu)?.length ?? 0
  const latin = sample.match(/\p{Script=Latin}/gu)?.length ?? 0
  const isLatin = latin * 2 > letters
  if (isLatin && (letters < leastLetters || shareOfEnglish(sample) >= englishShare)) return 'en'
  const guessed = codes[francAll(sample, { only: Object.keys(codes) })[0]?.[0] ?? 'eng'] ?? 'en'
  return toldBySmallWords.includes(guessed) && languageOf(sample) !== guessed ? 'en' : guessed
}

// To statistics over letters a list of commands is French. Prose of these languages never goes without their small words.
const toldBySmallWords = ['es', 'de', 'fr', 'pt', 'it', 'nl']

// Franc alone cannot say it: it finds Spanish 95 % as English as English, and takes technical English for Scots. Of the English paragraphs of XQuAD
// nine in ten have more than 9 % of these words, of the Spanish ones a single one has any.
const englishShare = 0.04
const englishWords = new Set('the and that with by are this from which were have you your can not be it'.split(' '))

const shareOfEnglish = (sample: string): number => {
  const words = sample.toLowerCase().match(/\p{L}+/gu) ?? []
  return words.filter((word) => englishWords.has(word)).length / words.length
}

/** Prose only: code and links are English in every language. */
const sampleOf = (text: string): string =>
  text
    .slice(0, 40_000)
    .replace(/^---\n[\s\S]*?\n---\n/, '')
    .replace(/^ {0,3}(```|~~~)[\s\S]*?^ {0,3}\1/gm, '')
    .replace(/`[^`\n]*`|<[^<>\n]*>|\]\([^)\n]*\)|\{%[^%]*%\}|https?:\S+/g, ' ')
    .slice(0, sampleLength)
