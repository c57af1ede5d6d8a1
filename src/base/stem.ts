import snowball from 'snowball-stemmers'

/** The stem of a lower-case word in a language (ISO 639-1), without diacritics; languages without a stemmer are only folded. */
export const stem = (word: string, language: string): string => {
  const algorithm = algorithms[language]
  if (!algorithm || digits.test(word)) return foldDiacritics(word)
  // The rules for German or French need diacritics, those for English would trip over them.
  return language === 'en' ? stemmer(algorithm).stem(foldDiacritics(word)) : foldDiacritics(stemmer(algorithm).stem(word))
}

/** `café` → `cafe`, `straße` → `strasse`. Marks that carry meaning (Indic vowels, Japanese voicing) stay. */
export const foldDiacritics = (word: string): string => {
  if (ascii.test(word)) return word
  const bare = word.normalize('NFD').replace(latinMarks, '').normalize('NFC')
  return bare.replace(foldable, (letter) => folded[letter]!)
}

const ascii = /^[\x20-\x7e]*$/
const digits = /\d/
const latinMarks = /[\u0300-\u036f]/g
const foldable = /[ßæœøłđðþı]/g
const folded: Record<string, string> = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ı: 'i' }

const algorithms: Record<string, string> = {
  ar: 'arabic',
  ca: 'catalan',
  cs: 'czech',
  da: 'danish',
  de: 'german',
  en: 'english',
  es: 'spanish',
  eu: 'basque',
  fi: 'finnish',
  fr: 'french',
  ga: 'irish',
  hu: 'hungarian',
  hy: 'armenian',
  it: 'italian',
  nb: 'norwegian',
  nl: 'dutch',
  nn: 'norwegian',
  no: 'norwegian',
  pt: 'portuguese',
  ro: 'romanian',
  ru: 'russian',
  sl: 'slovene',
  sv: 'swedish',
  ta: 'tamil',
  tr: 'turkish',
}

const stemmers = new Map<string, { stem(word: string): string }>()
const stemmer = (algorithm: string): { stem(word: string): string } => {
  let found = stemmers.get(algorithm)
  if (!found) stemmers.set(algorithm, (found = snowball.newStemmer(algorithm)))
  return found
}
