import { openLiveQuality } from '../../adapters/postgres/live-quality.ts'
import { addCaseToSuite, suiteOfOne, type NewCase } from '../../adapters/evaluation/feedback-suite.ts'
import { AppError, isAppError } from '../../base/error.ts'
import { mapLimited } from '../../base/async.ts'
import { removedMark } from '../../domain/forget-document.ts'
import type { LiveQuestion } from '../../domain/live-quality.ts'
import { caseRecord } from '../../evaluate/suite/write-case.ts'
import { caseFromQuestion, expectsSomething } from '../../evaluate/triage/case-from-question.ts'
import { correctionPlace, correctionQueries, type CorrectionPlace } from '../../evaluate/triage/correction-place.ts'
import { frozenLine, manifestHash, type FrozenDocument } from '../../evaluate/triage/frozen-corpus.ts'
import { limitsOf } from '../../evaluate/triage/limits.ts'
import type { TriagedQuestion } from '../../evaluate/triage/rules.ts'
import { triage, type Member, type Triage } from '../../evaluate/triage/triage.ts'
import type { TriageDesk, TriageExample, TriageReport, TriageWish } from '../../operations/evaluation/triage-desk.ts'
import type { Since } from '../../operations/since.ts'
import type { EvaluationParts } from './evaluation-parts.ts'

// Of rows with passages and verdicts, some ten kilobytes each.
const mostQuestions = 2_000
/** Passages looked through for a correction. */
const looked = 5

export const openTriageDesk = (parts: EvaluationParts): TriageDesk => {
  const quality = openLiveQuality(parts.database)

  const placeOf = async (question: LiveQuestion, signal?: AbortSignal): Promise<CorrectionPlace | null> => {
    for (const text of correctionQueries(question)) {
      const { passages } = await parts.retrieve({ text: text.slice(0, 1000).toWellFormed(), collection: question.collection, limit: looked }, signal)
      const place = correctionPlace(question, passages, parts.groundedness)
      if (place) return place
    }
    return null
  }

  const triaged = async (wish: TriageWish, signal?: AbortSignal): Promise<Triage & { readonly isCut: boolean }> => {
    const questions = await quality.questions({ collection: wish.collection, since: dateOf(wish.since) }, mostQuestions)
    const given = await mapLimited(questions, 2, async (question): Promise<TriagedQuestion> => ({ question, place: await placeOf(question, signal) }))
    return { ...triage(given, limitsOf(questions, wish.slowMs)), isCut: questions.length === mostQuestions }
  }

  const newCase = async (traceId: string, signal?: AbortSignal): Promise<{ made: NewCase; question: LiveQuestion; notes: string[] }> => {
    const question = await quality.find(traceId)
    if (!question) throw new AppError('not_found', `No answer has the trace "${traceId}". "answerable eval triage" lists those that went wrong.`)
    if (question.answer.includes(removedMark))
      throw new AppError('conflict', `A document of the answer "${traceId}" was removed since, and with it what was seen: it can be no case any more.`)
    const place = await placeOf(question, signal)
    const { documents, notes } = await freeze(parts, question, place)
    const groups = triage([{ question, place }], limitsOf([question])).groups.map(({ group }) => group)
    const it = caseFromQuestion(question, place, groups)
    const frozen = {
      trace_id: traceId,
      asked_at: question.askedAt.toISOString(),
      collection: question.collection,
      revision: await revisionOf(parts, question.collection),
      documents_sha256: manifestHash(documents),
    }
    const corpus = documents.map((document) => ({ source: document.source, version: document.version, line: frozenLine(document) }))
    if (!expectsSomething(it))
      notes.push('Nobody said what would have been right: write a "reference", "sources" or "abstain: true" into the case, else every answer passes.')
    return { made: { record: { ...caseRecord(it), id: it.id, question: it.question, frozen }, corpus }, question, notes }
  }

  const addCase: TriageDesk['addCase'] = async (traceId, path, signal) => {
    const { made, notes } = await newCase(traceId, signal)
    const { corpus, documents } = await addCaseToSuite(path, made)
    return { caseId: made.record.id, question: made.record.question, suite: path, corpus, documents, notes }
  }

  return {
    triage: async (wish, signal) => reportOf(await triaged(wish, signal), wish),

    caseOf: async (traceId, suiteName, signal) => {
      const { made, notes } = await newCase(traceId, signal)
      const { suite, corpus } = suiteOfOne(suiteName, made)
      return { caseId: made.record.id, suiteYaml: suite, corpusJsonl: corpus, corpusName: `${suiteName}.corpus.jsonl`, documents: made.corpus.length, notes }
    },

    addCase,

    addCases: async (wish, path, signal) => {
      const { groups } = await triaged(wish, signal)
      const corrected = groups.flatMap(({ members }) => members).filter(({ question }) => question.feedback?.correction)
      const added = []
      for (const traceId of new Set(corrected.map(({ question }) => question.traceId))) {
        // What is there already is no reason to leave the others out.
        const one = await addCase(traceId, path, signal).catch((error: unknown) => {
          if (isAppError(error) && error.code === 'conflict') return null
          throw error
        })
        if (one) added.push(one)
      }
      return added
    },
  }
}

const dateOf = (since: Since): Date => ('date' in since ? new Date(since.date) : new Date(Date.now() - since.agoMs))

const reportOf = ({ groups, isCut, ...figures }: Triage & { readonly isCut: boolean }, wish: TriageWish): TriageReport => ({
  ...figures,
  since: dateOf(wish.since),
  groups: groups.map(({ members, ...group }) => ({ ...group, examples: members.slice(0, wish.limit).map(exampleOf) })),
  notes: isCut ? [`Only the newest ${mostQuestions.toLocaleString('en')} questions were looked at; a shorter --since looks at all of it.`] : [],
})

const exampleOf = ({ question, why }: Member): TriageExample => ({
  traceId: question.traceId,
  askedAt: question.askedAt,
  collection: question.collection,
  question: question.question,
  abstained: question.abstained,
  model: question.model,
  sources: [...new Set(question.detail.citations.map(({ source }) => source))],
  why,
  rating: question.feedback?.rating ?? null,
  comment: question.feedback?.comment ?? null,
  correction: question.feedback?.correction ?? null,
  judgements: question.judgements,
})

/** The documents of all passages that were seen, as they were; what is kept no longer is frozen as it is, and told. */
const freeze = async (
  { documents }: EvaluationParts,
  { detail }: LiveQuestion,
  place: CorrectionPlace | null,
): Promise<{ documents: FrozenDocument[]; notes: string[] }> => {
  const seen = new Map([...(place ? [place] : []), ...detail.passages, ...detail.citations].map(({ documentId, version }) => [documentId, version]))
  const notes: string[] = []
  const frozen: FrozenDocument[] = []
  for (const [documentId, version] of seen) {
    const document = (await documents.get(documentId, version)) ?? (await documents.get(documentId))
    if (!document) notes.push('A document that was found is removed since: it is not in the corpus.')
    else if (document.version !== version)
      notes.push(`"${document.source}" changed since, and what was seen of it is kept no longer: its present text is in the corpus.`)
    if (document) frozen.push(document)
  }
  return { documents: frozen, notes }
}

const revisionOf = async ({ database }: EvaluationParts, collection: string): Promise<number> => {
  const [row] = await database.query<{ revision: number }>('select revision from collection where name = $1', [collection])
  return row?.revision ?? 0
}
