/** Investigations, joined: what they look with, the model, runbooks, and where they are written down. */
import { join } from 'node:path'
import { installDir } from '../../../adapters/postgres/check-outside.ts'
import type { Database } from '../../../adapters/postgres/database.ts'
import { openIncidents } from '../../../adapters/postgres/incidents.ts'
import { openInvestigations } from '../../../adapters/postgres/investigations.ts'
import { drain, sleep } from '../../../base/async.ts'
import { AppError } from '../../../base/error.ts'
import type { Config } from '../../../config.ts'
import type { Retrieve } from '../../../domain/answer.ts'
import { currentCall } from '../../../domain/call.ts'
import type { Investigation } from '../../../domain/investigation.ts'
import { openCommandJudge } from '../../../guard/command/open-command-judge.ts'
import { scanPassages } from '../../../guard/scan/scan-passages.ts'
import { investigating } from '../../../investigate/investigate.ts'
import { tracedCapabilities } from '../../../middleware/traced-capabilities.ts'
import type { InvestigationDesk } from '../../../operations/investigation-desk.ts'
import type { SystemsDesk } from '../../../operations/systems-desk.ts'
import type { OpenedActing } from '../acting/open-acting.ts'
import { keptWords } from '../../content-keeping.ts'
import type { Telemetry } from '../../telemetry.ts'
import { readInvestigationPrompts } from './read-prompts.ts'
import { noteRunning, withoutLost } from './unfinished.ts'

export interface InvestigatingParts {
  readonly config: Pick<Config, 'promptsDir' | 'contentDays' | 'redactContent'>
  /** As the caller sees it. */
  readonly database: Database
  readonly systems: Pick<SystemsDesk, 'systems'>
  /** Looks, models, proposals: all of them leave their record in the audit log. */
  readonly acting: Pick<OpenedActing, 'capabilities' | 'modelFor' | 'actions' | 'audit' | 'killSwitch'>
  /** As people get it: guarded. */
  readonly retrieve: Retrieve
  readonly telemetry: Pick<Telemetry, 'tracer' | 'work'>
}

export const openInvestigating = ({ config, database, systems: { systems }, acting, retrieve, telemetry }: InvestigatingParts): InvestigationDesk => {
  const { audit, killSwitch } = acting
  const store = openInvestigations(database, systems.runbooks, keptWords(config))
  const incidents = openIncidents(database)
  const investigate = investigating({
    capabilities: tracedCapabilities(acting.capabilities, telemetry.tracer),
    systems,
    model: () => acting.modelFor('diagnose'),
    prompts: readInvestigationPrompts(join(installDir, 'prompts'), config.promptsDir),
    retrieve: systems.runbooks === null ? null : retrieve,
    scan: scanPassages,
    judgeCommand: async (command) => (await openCommandJudge())(command),
    actions: acting.actions,
    record: async (investigation) => {
      noteRunning(investigation)
      await store.record(investigation)
    },
    findIncident: incidents.find,
    stopSignal: killSwitch.signal,
    assertRunning: killSwitch.assertRunning,
    caller: () => currentCall().caller.id,
    traceId: () => currentCall().traceId ?? '',
    now: () => new Date(),
    sleep,
    clock: () => performance.now(),
  })
  const told = (it: Investigation): Investigation => withoutLost(it, database.kind === 'pglite', new Date())
  return {
    limits: systems.diagnosis.limits,
    find: async (id) => {
      const found = await store.find(id)
      return found && told(found)
    },
    list: async (options) => (await store.list(options)).map(told),
    investigate: async (request, onEvent, signal) => {
      await killSwitch.assertRunning()
      if (request.incidentId !== null && !(await incidents.find(request.incidentId)))
        throw new AppError('not_found', `No incident "${request.incidentId}". "incidents list" shows those that there are.`)
      await audit.append({ kind: 'request', subject: request.incidentId, detail: { ...request } })
      const title = `diagnose: ${request.question}`
      return telemetry.work(
        { name: 'invoke_agent diagnose', stage: 'invoke_agent', collection: '', title, attributes: agent },
        async () => {
          const investigation = await drain(investigate(request, signal), onEvent)
          if (request.incidentId !== null) await incidents.addInvestigation(request.incidentId, investigation.id)
          await audit.append({ kind: 'diagnosis', subject: investigation.id, detail: resultOf(investigation) })
          return investigation
        },
        ({ model, usage, diagnosis, state }) => ({
          model: model === 'rules' ? null : model,
          attributes: {
            'answerable.verdict': diagnosis?.verdict ?? state,
            'answerable.category': diagnosis?.cause?.category ?? 'none',
            'answerable.steps': usage.steps,
            'answerable.input_tokens': usage.inputTokens,
            'answerable.output_tokens': usage.outputTokens,
          },
        }),
      )
    },
  }
}

const agent = { 'gen_ai.operation.name': 'invoke_agent', 'gen_ai.agent.name': 'diagnose' }

const resultOf = ({ state, diagnosis, error, usage, traceId, incidentId }: Investigation): Record<string, unknown> => ({
  state,
  traceId,
  incidentId,
  error,
  usage: { ...usage },
  verdict: diagnosis?.verdict ?? null,
  category: diagnosis?.cause?.category ?? null,
  summary: diagnosis?.summary ?? null,
  evidence: diagnosis?.cause?.evidence.map(({ observationId }) => observationId) ?? [],
  proposals: diagnosis?.proposals.map(({ id }) => id) ?? [],
})
