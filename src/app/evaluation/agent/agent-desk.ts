import { basename, dirname } from 'node:path'
import { readUserFile } from '../../../adapters/evaluation/read-user-file.ts'
import { scenarioPrograms } from '../../../adapters/evaluation/scenario-program.ts'
import { mostSuiteBytes } from '../../../adapters/evaluation/suite-disk.ts'
import { openEvalRuns } from '../../../adapters/postgres/eval-runs.ts'
import { mapLimited } from '../../../base/async.ts'
import { AppError, isAppError } from '../../../base/error.ts'
import { newId, sha256 } from '../../../base/id.ts'
import { seededRandom } from '../../../base/random.ts'
import type { AgentScenario, AgentSuite } from '../../../domain/agent-suite.ts'
import { withinCall } from '../../../domain/call.ts'
import type { CaseRow } from '../../../domain/eval-run.ts'
import { asEvalSuite, failedRow, rowOf, wordsOf } from '../../../evaluate/agent/agent-report.ts'
import { readAgentSuite } from '../../../evaluate/agent/read-agent-suite.ts'
import type { CaseWords } from '../../../evaluate/report/report-input.ts'
import { buildReport } from '../../../evaluate/run/build-report.ts'
import { asSet } from '../../../evaluate/suite/read-suite.ts'
import type { AgentDesk, AgentRunRequest } from '../../../operations/evaluation/agent-desk.ts'
import type { Context } from '../../../operations/operation.ts'
import { findBaseline } from '../find-baseline.ts'
import { reportWriter } from '../write-report.ts'
import { examine } from './examine.ts'
import type { AgentParts, AgentVariant } from './open-examinee.ts'

const collection = 'agent'

export const openAgentDesk = (parts: AgentParts): AgentDesk => {
  const runs = openEvalRuns(parts.database)
  const write = reportWriter(parts)
  return {
    examine: async (request, context) => {
      const suite = chosen(await readSuite(request.suite), request)
      const variants = await variantsOf(request, parts)
      const asked = asEvalSuite(
        suite,
        collection,
        variants.map(({ name }) => ({ ...asSet, name })),
      )
      const against = await findBaseline(request.against, asked, runs)
      const runId = newId()
      const startedAt = new Date()
      const plan = sha256(JSON.stringify([suite.name, parts.version, variants.map(({ name }) => name), request.without]))
      await runs.begin({ id: runId, suite: suite.name, suiteHash: suite.hash, plan, collection })
      const words = new Map<string, CaseWords>()
      const rows = await withinCall({ purpose: 'evaluation' }, () =>
        examineAll(suite, variants, { request, parts, context, words, save: (row) => runs.addRow(runId, row) }),
      )
      const stopped = context.signal?.aborted ? 'It was stopped.' : null
      const figures = {
        runId,
        startedAt,
        suite: asked,
        judges: [],
        against,
        rows,
        stopped,
        retrieval: [],
        version: parts.version,
        isGated: true,
        notes: notesOn(rows),
      }
      const report = buildReport(figures)
      await runs.finish(runId, report)
      const files = request.outDir === null ? [] : await write({ report, rows, cases: asked.cases, words }, request.outDir)
      return { report, rows, cases: asked.cases, files }
    },
  }
}

const readSuite = async (path: string): Promise<AgentSuite> => readAgentSuite(await readUserFile(path, path, mostSuiteBytes), basename(path))

const chosen = (suite: AgentSuite, { only, sample }: AgentRunRequest): AgentSuite => {
  const named = only.length === 0 ? suite.scenarios : suite.scenarios.filter(({ id }) => only.some((it) => id.startsWith(it)))
  if (named.length === 0)
    throw new AppError('not_found', `No scenario begins with ${only.join(' or ')}. There are: ${suite.scenarios.map(({ id }) => id).join(', ')}.`)
  const scenarios = sample === null ? named : sampleOf(named, sample)
  // Shares of a part are not those that were asked of the whole: its gate has another hash, and is told as what it is.
  return scenarios.length === suite.scenarios.length ? suite : { ...suite, hash: sha256(`${suite.hash} ${scenarios.map(({ id }) => id).join(' ')}`), scenarios }
}

const sampleOf = (scenarios: readonly AgentScenario[], { size, seed }: { size: number; seed: number }): AgentScenario[] => {
  const random = seededRandom(seed)
  const drawn = scenarios.map((it) => ({ it, key: random() })).sort((a, b) => a.key - b.key)
  const kept = new Set(drawn.slice(0, size).map(({ it }) => it))
  return scenarios.filter((it) => kept.has(it))
}

const rules = 'rules'

const variantsOf = async ({ models, without }: AgentRunRequest, { modelNamed }: AgentParts): Promise<AgentVariant[]> => {
  const named: AgentVariant[] = []
  for (const name of models ?? ['as set'])
    named.push({ name, without: [], model: models === null ? undefined : name === rules ? null : await modelNamed('diagnose', name, 'The option --models') })
  return without.length === 0 ? named : [...named, ...named.map((it) => ({ ...it, name: `${it.name} without ${without.join(', ')}`, without }))]
}

interface Examination {
  readonly request: AgentRunRequest
  readonly parts: AgentParts
  readonly context: Context
  /** Told to: what was said, by trace id. */
  readonly words: Map<string, CaseWords>
  readonly save: (row: CaseRow) => Promise<void>
}

/** Those that load the machine come last, one by one. */
const examineAll = async (suite: AgentSuite, variants: readonly AgentVariant[], { request, parts, context, words, save }: Examination): Promise<CaseRow[]> => {
  const start = scenarioPrograms(dirname(request.suite))
  const rows: CaseRow[] = []
  const total = suite.scenarios.length * variants.length
  const run = async ({ scenario, variant }: { scenario: AgentScenario; variant: AgentVariant }): Promise<void> => {
    if (context.signal?.aborted) return
    const row = await rowFor(scenario, variant, async () => {
      const examined = await examine(scenario, variant, start, parts, context.signal)
      words.set(examined.investigation.traceId, wordsOf(examined))
      return examined
    })
    if (context.signal?.aborted) return
    await save(row)
    rows.push(row)
    context.onEvent?.({ type: 'steps', data: { done: rows.length, total, unit: 'scenarios', note: noteOn(rows) } })
  }
  const all = variants.flatMap((variant) => suite.scenarios.map((scenario) => ({ scenario, variant })))
  await mapLimited(
    all.filter(({ scenario }) => !scenario.isAlone),
    request.concurrency,
    run,
  )
  for (const it of all.filter(({ scenario }) => scenario.isAlone)) await run(it)
  return rows
}

const rowFor = async (scenario: AgentScenario, { name }: AgentVariant, examined: () => ReturnType<typeof examine>): Promise<CaseRow> => {
  try {
    return rowOf(scenario, name, await examined())
  } catch (error) {
    if (isAppError(error)) return failedRow(scenario, name, error.message)
    return failedRow(scenario, name, `It broke off: ${(error as Error).stack ?? String(error)}`)
  }
}

const noteOn = (rows: readonly CaseRow[]): string => `${rows.filter(({ scores }) => scores['correct'] === 1).length} right`

const notesOn = (rows: readonly CaseRow[]): string[] => {
  const failed = rows.filter(({ outcome }) => outcome === 'failed')
  return failed.length === 0
    ? []
    : [`${failed.length} scenarios could not be examined and count as failed: ${[...new Set(failed.map(({ caseId }) => caseId))].join(', ')}.`]
}
