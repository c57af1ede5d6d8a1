/** Lines of a BEIR folder, and of TREC's files: what one line says, checked. */
import { z } from 'zod'
import type { CorpusDocument, FileLine } from '../../domain/retrieval-eval.ts'
import { faultAt } from '../../base/located.ts'
import { idSchema, readJsonLine } from './json-line.ts'

const documentSchema = z.object({ _id: idSchema, title: z.string().nullish(), text: z.string() })

/** A line of `corpus.jsonl`: `_id`, `text`, and `title` where it has one; other fields are passed over. */
export const readCorpusLine = (line: FileLine): CorpusDocument => {
  const { _id, title, text } = readJsonLine(line, documentSchema)
  return { id: _id, title: title ?? '', text, mediaType: 'text/plain' }
}

export interface AskedQuestion {
  readonly id: string
  readonly text: string
}

const questionSchema = z.object({ _id: idSchema, text: z.string() })

/** A line of `queries.jsonl`, or `id<tab>question`. */
export const readQueryLine = (line: FileLine): AskedQuestion => {
  if (/^\s*\{/.test(line.text)) {
    const { _id, text } = readJsonLine(line, questionSchema)
    return asked({ id: _id, text }, line)
  }
  const tab = line.text.indexOf('\t')
  if (tab < 1) throw faultAt(line.place, 'A line of questions is {"_id": "1", "text": "…"}, or an id, a tab and the question.')
  return asked({ id: line.text.slice(0, tab).trim(), text: line.text.slice(tab + 1).trim() }, line)
}

const asked = (question: AskedQuestion, { place }: FileLine): AskedQuestion => {
  if (question.text.trim() === '') throw faultAt(place, `The question "${question.id}" has no text.`)
  return question
}

/** That a person (or a machine) looked at a document for a question, and how relevant it is: 1 and more is relevant. */
export interface Judgement {
  readonly questionId: string
  readonly documentId: string
  readonly grade: number
  readonly place: string
}

/** A line of `qrels/*.tsv` (question, document, grade) or of TREC's qrels (question, iteration, document, grade); null for the header that BEIR's files begin with. */
export const readJudgementLine = ({ text, place }: FileLine, isFirst: boolean): Judgement | null => {
  const columns = text.includes('\t') ? text.split('\t').map((column) => column.trim()) : text.trim().split(/\s+/)
  const [questionId, documentId, grade] = columns.length === 4 ? [columns[0], columns[2], columns[3]] : columns
  if (isFirst && grade !== undefined && !/\d/.test(grade)) return null
  if (!questionId || !documentId || grade === undefined || columns.length > 4)
    throw faultAt(place, `A judgement has 3 columns (question, document, grade) or 4 (question, iteration, document, grade); this line has ${columns.length}.`)
  if (!/^[+-]?\d{1,6}$/.test(grade)) throw faultAt(place, `The grade "${grade}" is no whole number. 0 is not relevant, 1 and more is.`)
  return { questionId, documentId, grade: Number(grade), place }
}
