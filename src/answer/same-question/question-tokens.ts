import { oneSpelling } from './spelling.ts'
import { withoutStop } from './without-stop.ts'

/**
 * What a question says, in order, and apart from it the auxiliaries in theirs: "where X is" and "where is X" ask the same. Of all words only
 * "the" is left out, and not before a capital: "a" may be a name, as in plan A, and the Who are no question.
 */
export interface QuestionTokens {
  readonly content: readonly string[]
  readonly auxiliaries: readonly string[]
}

export const questionTokens = (text: string): QuestionTokens => {
  const pieces = text.replace(/(?<=[.?!])\s+(?=\S)/g, ' | ').match(/"[^"]+"|`[^`]+`|\S+/g) ?? []
  const isShouted = !/\p{Ll}/u.test(text) && /\p{Lu}{4}/u.test(text)
  const content: string[] = []
  const auxiliaries: string[] = []
  for (const [index, piece] of pieces.entries()) {
    const [before = '', after = ''] = [pieces[index - 1], pieces[index + 1]]
    const isBesideNumber = /\d$/.test(before) || digits.has(before.toLowerCase()) || /^[-−$€£]?\d/.test(after)
    const isBeforeName = !isShouted && /^["'`(]*\p{Lu}/u.test(after)
    for (const word of wordsOf(piece, { isFirst: index === 0, isShouted, isBesideNumber })) {
      if (Object.hasOwn(auxiliaryForms, word)) auxiliaries.push(auxiliaryForms[word]!)
      else if (word !== 'the' || isBeforeName) content.push(word)
    }
  }
  while (content.at(-1) === '|') content.pop()
  return { content, auxiliaries }
}

interface Place {
  readonly isFirst: boolean
  readonly isShouted: boolean
  readonly isBesideNumber: boolean
}

/** One word, or a number and its unit; none of punctuation. Quoted words, code, and what holds other signs stay as they are written. */
const wordsOf = (piece: string, place: Place): string[] => {
  if (piece === '|' || piece.startsWith('date:') || /^["`].+["`]$/.test(piece)) return [withoutStop(piece)]
  const bare = bareOf(piece)
  if (bare === '') return /[\p{L}\p{N}\p{S}%#&*/@\\-]/u.test(piece) ? [piece] : []
  const measured = /^(?<number>[-−]?[$€£]?\d[\d.,]*)(?<unit>%|[kmgt]i?b|ms|s|min|h|km|cm|mm|kg)$/i.exec(bare)
  if (measured) return [numberOf(measured.groups!['number']!), measured.groups!['unit'] === '%' ? 'percent' : measured.groups!['unit']!]
  if (/\d/.test(bare)) return [numberOf(bare)]
  if (!/^\p{L}[\p{L}\p{M}'.]*$/u.test(bare)) return [bare]
  // x' is neither x nor x's.
  const [, word = bare, owner] = /^(.+?)('s|'+)$/i.exec(bare) ?? []
  return [
    wordOf(
      word.replace(/^(?:\p{L}\.)+\p{L}?$/u, (dotted) => dotted.replaceAll('.', '')),
      place,
    ),
    ...(owner ? [owner.toLowerCase()] : []),
  ]
}

const wordOf = (word: string, place: Place): string => {
  const lower = word.toLowerCase()
  if (tellsByCapitals(word, lower, place)) return word
  return digits.get(lower) ?? oneSpelling(lower)
}

/** Mg is not mg, US no pronoun, and Turkey no bird: where capitals may make another word they stay. */
const tellsByCapitals = (word: string, lower: string, { isFirst, isShouted, isBesideNumber }: Place): boolean => {
  if (word === lower) return false
  if (isShouted) return !smallWords.has(lower) && (lower.length <= 3 || isBesideNumber)
  if (/.\p{Lu}/u.test(word)) return true
  if (isFirst && smallWords.has(lower)) return namesInFront.has(lower)
  return lower.length <= 3 || isBesideNumber || smallWords.has(lower) || (!isFirst && capitonyms.has(lower))
}

/** Without the marks around it; a bracket or quotation mark that closes nothing is a sign, as in 5" and x'. */
const bareOf = (piece: string): string => {
  const bare = withoutStop(piece).replace(/^[¿¡]+/, '')
  const inside = /^(?:\((?<round>.*)\)|"(?<double>.*)"|'(?<single>.*)')$/su.exec(bare)?.groups
  if (inside) return bareOf(inside['round'] ?? inside['double'] ?? inside['single']!)
  if (/^\([^)]+$|^'\p{L}/u.test(bare)) return bareOf(bare.slice(1))
  return /^[^(]+\)$/.test(bare) ? bareOf(bare.slice(0, -1)) : bare
}

/** "1,000" is 1000; "1.5" and version numbers stay. */
const numberOf = (text: string): string => (/^[-−]?[$€£]?\d{1,3}(?:,\d{3})+(?:\.\d+)?$/.test(text) ? text.replaceAll(',', '') : text)

const auxiliaryForms: Readonly<Record<string, string>> = {
  is: 'be',
  are: 'be',
  am: 'be',
  was: 'was',
  were: 'was',
  do: 'do',
  does: 'do',
  did: 'did',
  has: 'have',
  have: 'have',
  had: 'had',
  will: 'will',
  would: 'would',
  can: 'can',
  could: 'could',
  should: 'should',
  must: 'must',
  may: 'may',
  might: 'might',
  shall: 'shall',
}

const smallWords = new Set(
  `${Object.keys(auxiliaryForms).join(' ')} a an the us it who what which when where why how in on at or and not no all so as if of to by me my he she we our be out go up one off per but`.split(
    ' ',
  ),
)

/** Small words that are a name where they open a question with a capital: "Go generics?" */
const namesInFront = new Set(['us', 'it', 'go'])

const capitonyms = new Set(
  `polish turkey march august china japan bill mark frank will may rose grace hope faith apple amazon shell target gap word excel windows office teams slack access oracle java python
ruby rust go swift dart basic chrome safari edge opera spring summer flask ember meteor express hive pig spark storm flame mercury mars earth sun moon reading nice cork bath job lent
mosaic natal titanic welsh concord ares pole czech dutch finnish swede lima guinea jersey jordan chad mali oman cuba congress parliament senate state republican democrat liberal conservative
labour catholic orthodox west east north south union`.split(/\s+/),
)

/** "ten" and "10"; not "one", which is mostly a pronoun, nor "second", which is a unit. */
const digits = new Map(
  'two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty'
    .split(' ')
    .map((word, index) => [word, String(index + 2)] as const),
)
