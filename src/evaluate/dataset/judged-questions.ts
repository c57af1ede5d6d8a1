import type { RetrievalQuestion } from '../../domain/retrieval-eval.ts'
import { hasRelevant } from '../metrics/ranking.ts'
import { faultAt } from '../../base/located.ts'
import type { AskedQuestion, Judgement } from './read-beir.ts'

export interface JudgedParts {
  readonly questions: ReadonlyMap<string, AskedQuestion>
  readonly judgements: readonly Judgement[]
  readonly isDocument: (id: string) => boolean
  /** Known, and cannot be found, because there is nothing in it. */
  readonly isEmpty: (id: string) => boolean
  /** File of the judgements: for messages. */
  readonly file: string
}

/**
 * Questions with what should be found for them, in the order of their first judgement. Those without a judgement, and those for which nothing is relevant,
 * are left out and told: no ranking could be right. Fails with `invalid` for what does not fit together.
 */
export const judgedQuestions = (parts: JudgedParts): { questions: RetrievalQuestion[]; notes: string[] } => {
  const byQuestion = Map.groupBy(parts.judgements, ({ questionId }) => questionId)
  const questions: RetrievalQuestion[] = []
  const lost: string[] = []
  const hollow: string[] = []
  for (const [id, judgements] of byQuestion) {
    const question = parts.questions.get(id)
    if (!question) throw faultAt(judgements[0]!.place, `The question "${id}" is judged, and no file of questions has it.`)
    const grades = gradesOf(judgements, parts)
    if (!hasRelevant(grades)) lost.push(id)
    else questions.push({ ...question, grades, evidence: [], cluster: bestOf(grades) })
    hollow.push(...judgements.filter(({ grade, documentId }) => grade >= 1 && parts.isEmpty(documentId)).map(({ documentId }) => documentId))
  }
  const unjudged = [...parts.questions.keys()].filter((id) => !byQuestion.has(id))
  if (questions.length === 0) throw faultAt(`${parts.file}:1`, 'For no question is any document relevant, so there is nothing to measure.')
  return {
    questions,
    notes: [
      ...(unjudged.length > 0 ? [`${counted(unjudged, 'question')} without a judgement in ${parts.file}: not asked.`] : []),
      ...(lost.length > 0 ? [`No document is relevant for ${counted(lost, 'question')}, so no ranking can be right: left out.`] : []),
      ...(hollow.length > 0 ? [`${counted(hollow, 'relevant document')} without text can never be found: this lowers recall.`] : []),
    ],
  }
}

/** Told of documents that are left out of a corpus. */
export const withoutText = (count: number): string => `${count} ${count === 1 ? 'document has' : 'documents have'} no text and cannot be found: left out.`

const gradesOf = (judgements: readonly Judgement[], { isDocument }: JudgedParts): Map<string, number> => {
  const grades = new Map<string, number>()
  for (const { questionId, documentId, grade, place } of judgements) {
    if (!isDocument(documentId)) throw faultAt(place, `The document "${documentId}" is judged, and the corpus does not have it.`)
    const before = grades.get(documentId)
    if (before !== undefined)
      throw faultAt(place, `"${documentId}" is judged twice for "${questionId}"${before === grade ? '' : `, as ${before} and as ${grade}`}. Leave one of them.`)
    grades.set(documentId, grade)
  }
  return grades
}

/** The first of the most relevant ones: questions about it stand or fall together. */
const bestOf = (grades: ReadonlyMap<string, number>): string => [...grades].reduce((best, one) => (one[1] > best[1] ? one : best))[0]

/** `3 questions ("a", "b", "c")`. */
const counted = (ids: readonly string[], one: string): string => {
  const shown = ids.slice(0, 3).map((id) => `"${id}"`)
  return `${ids.length} ${one}${ids.length === 1 ? '' : 's'} (${[...shown, ...(ids.length > 3 ? ['…'] : [])].join(', ')})`
}
