/** The exact places that people marked as what an answer rests on; of clapnq-dev the sentences that its annotators selected, of other sets their evidence or answer. */
import { readFileSync } from 'node:fs'
import { dataFolder, type EvalQuestion } from '../datasets.ts'
import { carries, overlaps, type Quote } from './retrieved.ts'

/** Does an answer contain or cite what was marked? For clapnq-dev: is one of the quotes, by half of the shorter, one of the selected sentences. */
export const cites = (set: string, question: EvalQuestion, answer: string, quotes: readonly Quote[]): boolean =>
  set.startsWith('clapnq')
    ? quotes.some((quote) => selectedBy(question).some((sentence) => isIn(quote, question, sentence)))
    : carries(set, question, answer, quotes)

/** A quote may be of another copy of the same passage: three stand in the set twice. */
const isIn = (quote: Quote, { evidence }: EvalQuestion, { start, end }: Place): boolean =>
  evidence.some(({ source }) => overlaps(quote, { source, start, end }))

interface Place {
  readonly start: number
  readonly end: number
}

interface Row {
  readonly id: string
  readonly passages: readonly { readonly text: string }[]
  readonly output: readonly { readonly selected_sentences: readonly string[] }[]
}

let places: Map<string, Place[]> | null = null

const selectedBy = ({ id }: EvalQuestion): Place[] => {
  places ??= new Map(rows().map((row) => [row.id, placesOf(row)]))
  return places.get(id) ?? []
}

const rows = (): Row[] =>
  readFileSync(new URL('clapnq-dev/dev/clapnq_dev_answerable.jsonl', dataFolder), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Row)

const placesOf = ({ passages, output }: Row): Place[] => {
  const { text } = passages[0]!
  return [...new Set(output.flatMap((one) => one.selected_sentences))].map((sentence) => {
    const start = text.indexOf(sentence)
    return { start, end: start + sentence.length }
  })
}
