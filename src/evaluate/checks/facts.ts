import { notAsked, shareOf, type Check, type Checked } from './check.ts'

/** Share of the numbers of the answer that passages, question or reference have. */
export const numbersAgree: Check = (it) => {
  if (it.answer.abstained) return notAsked
  const known = new Set(knownTexts(it).flatMap(numbersIn))
  return shareOf([...new Set(numbersIn(it.answer.text))], (number) =>
    known.has(number) ? null : `The number ${number} is in no passage and not in the reference.`,
  )
}

/** Share of the names of the answer that passages, question or reference have. */
export const namesAgree: Check = (it) => {
  if (it.answer.abstained) return notAsked
  const known = new Set(knownTexts(it).flatMap(wordsIn))
  return shareOf(namesIn(it.answer.text), (name) => (known.has(name.toLowerCase()) ? null : `The name ${name} is in no passage and not in the reference.`))
}

const knownTexts = ({ case: given, answer }: Checked): string[] => [
  given.question,
  answer.standaloneQuestion ?? '',
  given.reference ?? '',
  ...given.answers,
  ...given.contains,
  ...given.quotes.map(({ text }) => text),
  ...answer.passages.flatMap(({ title, heading, text }) => [title, heading, text]),
  ...answer.citations.map(({ quote }) => quote),
]

/** `1,000` and `1000` are one number, `1,5` and `1.5` too; what stands before the items of a list is none. */
const numbersIn = (text: string): string[] =>
  (
    text
      .normalize('NFKC')
      .replace(/^\s*\d+[.)]\s/gm, '')
      .match(/\d+(?:[.,]\d+)*/g) ?? []
  ).map((number) => number.replace(/,(?=\d{3}(?!\d))/g, '').replaceAll(',', '.'))

const wordsIn = (text: string): string[] =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu) ?? []

/** Words with a capital letter that do not begin a sentence, a line or a quotation. */
const namesIn = (text: string): string[] => {
  const found = text.normalize('NFKC').matchAll(/(?<=[\p{L}\p{N},;)] )\p{Lu}[\p{L}\p{N}]+/gu)
  return [...new Set([...found].map(([name]) => name))]
}
