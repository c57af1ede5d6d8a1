import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stringify } from 'yaml'
import type { Database } from '../../../adapters/postgres/database.ts'
import { sha256 } from '../../../base/id.ts'
import type { Proposal } from '../../../domain/action.ts'
import type { Observation } from '../../../domain/capability.ts'
import type { Investigation } from '../../../domain/investigation.ts'
import type { ReadyScenario } from '../../../domain/scenario.ts'
import type { TaskModel } from '../../../domain/task.ts'
import { recordedCapabilities } from '../../../middleware/recorded-capabilities.ts'
import { openActing } from '../../systems/acting/open-acting.ts'
import { openInvestigating } from '../../systems/investigating/open-investigating.ts'
import { openWatchedSystems } from '../../systems/open-watched-systems.ts'
import type { Telemetry } from '../../telemetry.ts'
import type { EvaluationParts } from '../evaluation-parts.ts'

export interface AgentParts extends EvaluationParts {
  /** The database with all eyes: audit log and proposals are nobody's. */
  readonly everything: Database
  readonly telemetry: Pick<Telemetry, 'tracer' | 'work'>
}

/** One way to investigate. */
export interface AgentVariant {
  readonly name: string
  /** `undefined`: as the settings say; null: rules alone. */
  readonly model: TaskModel | null | undefined
  /** Taken away, to see what they are good for: capabilities by name or by the beginning of it (`log_*`), `runbooks`, `actions`. */
  readonly without: readonly string[]
}

/** The agent as people get it, over the systems of one scenario. */
export interface Examinee extends AsyncDisposable {
  investigate(question: string, signal?: AbortSignal): Promise<Investigation>
  /** All looks so far, recorded outside of the investigation. */
  looks(): readonly Observation[]
  approve(proposal: Proposal, signal?: AbortSignal): Promise<Proposal>
}

export const openExaminee = async (ready: ReadyScenario, variant: AgentVariant, parts: AgentParts): Promise<Examinee> => {
  const folder = await mkdtemp(join(tmpdir(), 'answerable-examined-'))
  const path = join(folder, 'systems.yaml')
  await writeFile(path, stringify(await withRunbooks(ready, variant, parts)))
  const forget = setEnvironment(ready.environment)
  const systems = await openWatchedSystems({ ...parts.config, systems: path }).catch(async (error: unknown) => {
    forget()
    await rm(folder, { recursive: true })
    throw error
  })
  const recorded = recordedCapabilities(without(systems.capabilities, variant.without))
  const modelFor: EvaluationParts['modelFor'] = (task) => (task === 'diagnose' && variant.model !== undefined ? variant.model : parts.modelFor(task))
  const acting = openActing({
    everything: parts.everything,
    systems: { ...systems, capabilities: recorded.capabilities },
    modelFor,
    openFence: systems.fence,
    // The program's own actions go on beside it, and those of other scenarios.
    isOnlyOne: false,
  })
  const { database, config, retrieve, telemetry } = parts
  const desk = openInvestigating({ config, database, systems, acting, retrieve, telemetry })
  return {
    investigate: (question, signal) => desk.investigate({ question, incidentId: null, limits: desk.limits }, () => {}, signal),
    looks: recorded.looks,
    approve: ({ id, hash }, signal) => acting.actions.approve(id, hash, signal),
    [Symbol.asyncDispose]: async () => {
      acting.close()
      forget()
      await rm(folder, { recursive: true })
    },
  }
}

/** Runbooks go into a collection that is named by their words, and made once. */
const withRunbooks = async ({ systems, runbooks }: ReadyScenario, { without: removed }: AgentVariant, { library }: AgentParts): Promise<object> => {
  const { runbooks: _given, actions, ...rest } = systems
  const kept = { ...rest, ...(removed.includes('actions') ? {} : { actions: actions ?? [] }) }
  const texts = Object.entries(runbooks)
  if (texts.length === 0 || removed.includes('runbooks')) return kept
  const collection = `eval-runbooks-${sha256(JSON.stringify(texts)).slice(0, 8)}`
  for (const [source, text] of texts) await library.put({ source, text, collection })
  return { ...kept, runbooks: collection }
}

const without = <Given extends { readonly list: readonly { readonly name: string }[] }>(capabilities: Given, removed: readonly string[]): Given => {
  const isRemoved = (name: string): boolean => removed.some((it) => (it.endsWith('*') ? name.startsWith(it.slice(0, -1)) : name === it))
  return { ...capabilities, list: capabilities.list.filter(({ name }) => !isRemoved(name)) }
}

/** Names of scenarios are their own: two that run beside each other do not meet. */
const setEnvironment = (environment: Readonly<Record<string, string>>): (() => void) => {
  const before = Object.keys(environment).map((name) => [name, process.env[name]] as const)
  Object.assign(process.env, environment)
  return () => {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name]
      else process.env[name] = value
    }
  }
}
