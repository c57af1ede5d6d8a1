/**
 * What is asked of a collection to see whether it answers and declines rightly: the questions of the sets as they are, and by script three
 * sorts that have no answer there: without the paragraph, about another name or number, and about something else altogether.
 */
import { globSync, readFileSync } from 'node:fs'
import { sha256 } from '../../src/base/id.ts'
import { parseDocument } from '../../src/ingest/parse/parse-document.ts'
import { dataFolder, loadChunkingEvaluation, loadClapnq, loadXquad, type EvalQuestion, type EvalSet } from '../datasets.ts'
import { partOf } from '../verifier/examples.ts'
import { swapped } from './swapped.ts'

export const askedKinds = ['answerable', 'unanswerable', 'without', 'swapped', 'off-topic'] as const
/** `unanswerable`: found so by people; `without`: its paragraph is taken away, the others of its article stay; `swapped`: see swapped.ts. */
export type AskedKind = (typeof askedKinds)[number]

export interface Asked {
  readonly kind: AskedKind
  readonly question: EvalQuestion
  /** Sources taken away before it is asked. */
  readonly without: readonly string[]
}

export interface AskedSet {
  /** Its documents; questions that are not asked of them are left out. */
  readonly set: EvalSet
  readonly asked: readonly Asked[]
}

type Part = EvalQuestion['part']

export const askedSets = async (part: Part): Promise<AskedSet[]> => {
  const [chunking, clapnq, xquad, prometheus] = [loadChunkingEvaluation(), loadClapnq(), loadXquad('en'), await prometheusPages()]
  const requests = clincRequests().filter((one) => one.part === part)
  const of = ({ questions }: EvalSet): EvalQuestion[] => questions.filter((one) => one.part === part)
  return [
    { set: chunking, asked: of(chunking).map(asItIs) },
    { set: clapnq, asked: [...own(clapnq, part), ...few(requests, 200).map(offTopic)] },
    { set: xquad, asked: [...own(xquad, part), ...few(requests.toReversed(), 200).map(offTopic)] },
    { set: prometheus, asked: [...few(of(xquad), 200), ...few(of(clapnq), 100)].map(offTopic) },
  ]
}

const own = (set: EvalSet, part: Part): Asked[] => {
  const questions = set.questions.filter((one) => one.part === part)
  const answerable = questions.filter((one) => one.answerable)
  return [
    ...questions.map(asItIs),
    ...answerable.map((question): Asked => ({ kind: 'without', question, without: question.evidence.map(({ source }) => source) })),
    ...answerable.flatMap((question): Asked[] => {
      const text = swapped(question, set)
      return text === null ? [] : [{ kind: 'swapped', question: { ...question, text }, without: [] }]
    }),
  ]
}

const asItIs = (question: EvalQuestion): Asked => ({ kind: question.answerable ? 'answerable' : 'unanswerable', question, without: [] })
const offTopic = (question: EvalQuestion): Asked => ({ kind: 'off-topic', question, without: [] })

/** The same ones on every machine. */
const few = (questions: readonly EvalQuestion[], count: number): EvalQuestion[] =>
  questions.toSorted((one, other) => (sha256(one.id) < sha256(other.id) ? -1 : 1)).slice(0, count)

/** Requests to an assistant, in and out of its scope: half of them the latter. */
const clincRequests = (): EvalQuestion[] => {
  const data = JSON.parse(readFileSync(new URL('clinc-oos/data_small.json', dataFolder), 'utf8')) as Record<'oos_test' | 'test', readonly [string, string][]>
  const spread = data.test.filter((_, index) => index % 4 === 0)
  return [...data.oos_test, ...spread].map(([text, intent]) => ({
    id: `clinc:${text}`,
    text,
    evidence: [],
    answers: [],
    answerable: false,
    cluster: intent === 'oos' ? text : intent,
    part: partOf(`clinc:${text}`),
  }))
}

const prometheusPages = async (): Promise<EvalSet> => {
  const root = new URL('prometheus-docs/docs/', dataFolder)
  const paths = globSync('**/*.md', { cwd: root }).sort()
  const documents = await Promise.all(
    paths.map(async (source) => {
      const { text, title } = await parseDocument(readFileSync(new URL(source, root)), source)
      return { source, title: title ?? source, text }
    }),
  )
  return { name: 'prometheus-docs', target: 'passage', documents, questions: [] }
}
