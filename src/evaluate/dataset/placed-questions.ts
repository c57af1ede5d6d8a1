import { AppError } from '../../base/error.ts'
import type { RetrievalQuestion, SourceSpan } from '../../domain/retrieval-eval.ts'
import { faultAt } from '../../base/located.ts'
import type { Reference, SpanQuestion } from './read-spans.ts'

/** The document of an id, also where the ending of its file's name was left out; null for none. */
export type TextOf = (source: string) => { readonly source: string; readonly text: string } | null

/** Questions whose evidence was found where it is said to be. Fails with `invalid`, file and line for the first that was not. */
export const placedQuestions = (questions: readonly SpanQuestion[], textOf: TextOf, file: string): { questions: RetrievalQuestion[]; notes: string[] } => {
  const ids = new Set<string>()
  const placed = questions.map(({ id, text, references, place }): RetrievalQuestion => {
    if (ids.has(id)) throw faultAt(place, `The question id "${id}" stands there twice.`)
    ids.add(id)
    const evidence = references.map((reference) => find(reference, textOf, place))
    return { id, text, grades: new Map(), evidence, cluster: evidence[0]?.source ?? id }
  })
  const asked = placed.filter(({ evidence }) => evidence.length > 0)
  if (asked.length === 0) throw new AppError('invalid', `${file}:1: No question has any evidence, so there is nothing to measure.`)
  const lost = placed.length - asked.length
  return { questions: asked, notes: lost === 0 ? [] : [`${lost} questions have no evidence, and cannot be answered by any ranking: left out.`] }
}

const find = ({ source: named, start, end, text: excerpt }: Reference, textOf: TextOf, place: string): SourceSpan => {
  const document = textOf(named)
  if (!document) throw faultAt(place, `The evidence lies in "${named}", and the corpus has no such document.`)
  const { source, text } = document
  if (start === null || end === null) return { source, ...locate(excerpt, text, named, place) }
  if (start < 0 || end <= start || end > text.length)
    throw faultAt(
      place,
      `The evidence lies from ${start} to ${end} in "${named}", which has ${text.length} characters: offsets begin at 0, and the end comes after the start.`,
    )
  if (excerpt !== null && text.slice(start, end) !== excerpt)
    throw faultAt(
      place,
      `"${shortened(excerpt)}" is not what stands from ${start} to ${end} in "${named}": "${shortened(text.slice(start, end))}" is. Offsets count UTF-16 code units.`,
    )
  return { source, start, end }
}

const locate = (excerpt: string | null, text: string, named: string, place: string): { start: number; end: number } => {
  if (excerpt === null) throw faultAt(place, 'Evidence is named by its text, or by start and end, or by all of them.')
  const start = text.indexOf(excerpt)
  if (start < 0) throw faultAt(place, `"${shortened(excerpt)}" does not stand in "${named}".`)
  if (text.indexOf(excerpt, start + 1) >= 0) throw faultAt(place, `"${shortened(excerpt)}" stands in "${named}" more than once: say which with start and end.`)
  return { start, end: start + excerpt.length }
}

const shortened = (text: string): string => (text.length <= 60 ? text : `${text.slice(0, 59).toWellFormed()}…`)
