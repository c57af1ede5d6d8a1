import { basename } from 'node:path'
import { drain, throwIfAborted } from '../../base/async.ts'
import { isUuid } from '../../adapters/postgres/read-document.ts'
import { AppError, isAppError } from '../../base/error.ts'
import { usualSize, type Answer, type AnswerQuestion } from '../../domain/answer.ts'
import type { EvalRunStore } from '../../domain/eval-run.ts'
import type { EvalCase } from '../../domain/eval-suite.ts'
import { leftOut, sampleAnswers, sampleCases, type AnsweredCase } from '../../evaluate/label/sample-answers.ts'
import { modelVariants } from '../../evaluate/suite/read-suite.ts'
import type { SheetWish } from '../../operations/evaluation/label-desk.ts'
import type { Context } from '../../operations/operation.ts'
import type { EvaluationParts } from './evaluation-parts.ts'
import { moneySoFar } from './money-so-far.ts'
import { prepareCorpus } from './prepare-corpus.ts'
import { readSuiteFile } from './read-suite-file.ts'

export interface AnswersToLabel {
  readonly name: string
  readonly collection: string
  readonly runId: string | null
  readonly answers: readonly AnsweredCase[]
}

type Parts = Pick<EvaluationParts, 'library' | 'documents' | 'index' | 'answerWith'> & { readonly runs: EvalRunStore }

/** Of a stored run where `from` is its id, else of a suite's questions, asked now. `seed` chooses the questions. */
export const answersToLabel = async (parts: Parts, wish: SheetWish, seed: string, context: Context): Promise<AnswersToLabel> => {
  // Ids of runs are UUIDs; a path is made absolute before it travels, and ends in what was typed.
  const runId = basename(wish.from)
  const found = isUuid(runId) ? await answersOfRun(parts.runs, runId, wish, { seed, context }) : await answersOfSuite(parts, wish, seed, context)
  if (found.answers.length === 0) {
    throw new AppError(
      'invalid',
      'There is no question that every variant has answered: nothing can be compared. Run the evaluation again, or name fewer --models.',
    )
  }
  return found
}

const answersOfRun = async (
  runs: EvalRunStore,
  runId: string,
  { sample, models }: SheetWish,
  { seed, context }: { readonly seed: string; readonly context: Context },
): Promise<AnswersToLabel> => {
  const run = await runs.find(runId)
  if (!run) throw new AppError('not_found', `There is no run "${runId}". See "answerable eval runs".`)
  const rows = (await runs.rows(runId)).filter(({ repeat }) => repeat === 0)
  const known = [...new Set(rows.map(({ variant }) => variant))]
  const missing = models.find((it) => !known.includes(it))
  if (missing !== undefined) throw new AppError('invalid', `The run has no variant "${missing}". It has: ${known.join(', ')}.`)
  const variants = models.length > 0 ? models : known
  const line = leftOut(rows, variants)
  if (line !== null) context.onEvent?.({ type: 'line', data: { line } })
  const answers = rows.flatMap(({ caseId, variant, traceId }) => (traceId === null ? [] : [{ caseId, variant, traceId }]))
  return { name: run.suite, collection: run.collection, runId, answers: sampleAnswers(answers, variants, sample, seed) }
}

const answersOfSuite = async (parts: Parts, { from, sample, models }: SheetWish, seed: string, context: Context): Promise<AnswersToLabel> => {
  const suite = await readSuiteFile(from)
  const variants = models.length > 0 ? modelVariants(models) : suite.variants
  // A model that cannot be had is told before the first question is paid for.
  const answerers = await Promise.all(variants.map(async (variant) => ({ variant: variant.name, ask: await parts.answerWith(variant) })))
  const notes = await prepareCorpus(suite, parts, context)
  for (const line of notes) context.onEvent?.({ type: 'line', data: { line } })

  const asked = sampleCases(suite.cases, sample, seed).flatMap((it) => answerers.map(({ variant, ask }) => ({ it, variant, ask })))
  const answers: AnsweredCase[] = []
  const failures: string[] = []
  let costUsd: number | null = 0
  for (const { it, variant, ask } of asked) {
    context.onEvent?.({
      type: 'steps',
      data: { done: answers.length + failures.length, total: asked.length, unit: 'answers', note: moneySoFar(costUsd) ?? undefined },
    })
    const answer = await answered(ask, it, suite.collection, context.signal)
    if (typeof answer === 'string') failures.push(answer)
    else {
      answers.push({ caseId: it.id, variant, traceId: answer.traceId })
      costUsd = costUsd === null || answer.usage.costUsd === null ? null : costUsd + answer.usage.costUsd
    }
  }
  if (failures.length > 0) {
    const line = `${failures.length} of ${asked.length} answers could not be had; their questions are left out. The first: ${failures[0]}`
    context.onEvent?.({ type: 'line', data: { line } })
  }
  const names = variants.map(({ name }) => name)
  return { name: suite.name, collection: suite.collection, runId: null, answers: sampleAnswers(answers, names, sample, seed) }
}

/** The answer, or the sentence that says why there is none. */
const answered = async (
  ask: AnswerQuestion,
  { question, history, responseSchema }: EvalCase,
  collection: string,
  signal: AbortSignal | undefined,
): Promise<Answer | string> => {
  try {
    return await drain(ask({ text: question, collection, ...usualSize, history, responseSchema }, signal))
  } catch (error) {
    throwIfAborted(signal)
    if (!isAppError(error)) throw error
    return error.message
  }
}
