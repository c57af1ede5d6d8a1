import type { z } from 'zod'
import type { listJudges } from '../../../src/operations/evaluation/judge.ts'
import type { getCase, getTriage } from '../../../src/operations/evaluation/triage.ts'
import type { trends } from '../../../src/operations/evaluation/trends.ts'
import { requestJson } from './request.ts'

export type Trends = z.output<typeof trends.output>
export type TrendDay = Trends['days'][number]
export type JudgedTrend = Trends['judged'][number]
export type SuiteRun = Trends['runs'][number]
export type Estimate = JudgedTrend['mean']
export type Triage = z.output<typeof getTriage.output>
export type TriageGroup = Triage['groups'][number]
export type TestCase = z.output<typeof getCase.output>
export type Certificate = z.output<typeof listJudges.output>['certificates'][number]

/** What the view looks at; an empty collection is all of them. */
export interface Period {
  readonly collection: string
  readonly days: number
}

const ofCollection = (collection: string): string => (collection === '' ? '' : `&collection=${encodeURIComponent(collection)}`)

export const readTrends = ({ collection, days }: Period): Promise<Trends> => requestJson(`evaluation/trends?days=${days}${ofCollection(collection)}`)

export const readTriage = ({ collection, days }: Period): Promise<Triage> => requestJson(`evaluation/triage?since=${days}d&limit=10${ofCollection(collection)}`)

/** What is known of judges; also none, of a server that knows nothing of them. */
export const readCertificates = (): Promise<readonly Certificate[]> =>
  requestJson<{ certificates: Certificate[] }>('evaluation/judges').then(
    ({ certificates }) => certificates,
    () => [],
  )

export const readCase = (traceId: string): Promise<TestCase> => requestJson(`evaluation/cases/${encodeURIComponent(traceId)}`)
