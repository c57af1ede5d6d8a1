/** Questions with the places of their answers: Chroma's chunking evaluation (CSV), and the same as JSON lines. */
import papa from 'papaparse'
import { z } from 'zod'
import { AppError } from '../../base/error.ts'
import type { FileLine } from '../../domain/retrieval-eval.ts'
import { faultAt } from '../../base/located.ts'
import { idSchema, readJsonLine } from './json-line.ts'

/** Offsets are UTF-16 code units, end exclusive. Either may be left out: the text is then looked for, and what is given is compared. */
export interface Reference {
  /** A document's id, with or without the ending of its file's name. */
  readonly source: string
  readonly start: number | null
  readonly end: number | null
  readonly text: string | null
}

export interface SpanQuestion {
  readonly id: string
  readonly text: string
  readonly references: readonly Reference[]
  readonly place: string
}

const excerptsSchema = z.array(z.object({ content: z.string().min(1), start_index: z.int(), end_index: z.int() }))

/** Columns `question`, `references` (a JSON list of `content`, `start_index`, `end_index`) and `corpus_id`. Fails with `invalid` and the line. */
export const readSpanTable = (text: string, file: string): SpanQuestion[] => {
  const [header, ...rows] = rowsOf(text, file)
  const [question, references, corpus] = ['question', 'references', 'corpus_id'].map((name) => header?.cells.indexOf(name) ?? -1) as [number, number, number]
  if (Math.min(question, references, corpus) < 0) throw faultAt(`${file}:1`, 'The first line must name the columns question, references and corpus_id.')
  return rows.map(({ cells, place }, index) => {
    const source = cells[corpus] ?? ''
    if (!cells[question]?.trim() || !source) throw faultAt(place, 'This row lacks its question or its corpus_id.')
    const excerpts = readJsonLine({ text: cells[references] ?? '', place }, excerptsSchema)
    return {
      id: `${source}:${index + 1}`,
      text: cells[question],
      references: excerpts.map(({ content, start_index, end_index }) => ({ source, start: start_index, end: end_index, text: content })),
      place,
    }
  })
}

const lineSchema = z.object({
  id: idSchema.optional(),
  question: z.string().min(1),
  evidence: z.array(z.object({ source: z.string().min(1), start: z.int().optional(), end: z.int().optional(), text: z.string().min(1).optional() })).min(1),
})

/** A line `{"question": "…", "evidence": [{"source": "guide.md", "text": "…", "start": 120, "end": 188}]}`; `id` and the offsets, or the text, may be left out. */
export const readSpanLine = (line: FileLine): SpanQuestion => {
  const { id, question, evidence } = readJsonLine(line, lineSchema)
  const references = evidence.map(({ source, start, end, text }) => ({ source, start: start ?? null, end: end ?? null, text: text ?? null }))
  return { id: id ?? `line-${line.place.split(':').at(-1)}`, text: question, references, place: line.place }
}

interface Row {
  readonly cells: readonly string[]
  readonly place: string
}

/** A quoted cell may run over several lines. */
const rowsOf = (text: string, file: string): Row[] => {
  const { data, errors } = papa.parse(text, { delimiter: ',' })
  let line = 1
  const rows = data.map((cells) => {
    const row = { cells, place: `${file}:${line}` }
    line += 1 + cells.reduce((sum, cell) => sum + cell.split('\n').length - 1, 0)
    return row
  })
  const [error] = errors
  if (error)
    throw new AppError(
      'invalid',
      `${rows[error.row ?? 0]?.place ?? `${file}:1`}: This is no CSV (${error.code}). Quotes in a cell are doubled, and the cell stands in quotes.`,
    )
  return rows.filter(({ cells }) => cells.some((cell) => cell.trim() !== ''))
}
