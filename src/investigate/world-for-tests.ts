/** A system that tests make up: what each capability sees, and who asked for it. */
import { newId } from '../base/id.ts'
import { drain } from '../base/async.ts'
import { AppError } from '../base/error.ts'
import type { Capabilities, Capability, Fact, Observation } from '../domain/capability.ts'
import type { Investigation, InvestigationEvent, InvestigationLimits } from '../domain/investigation.ts'
import { noSystems, type Systems } from '../domain/systems.ts'
import type { TaskModel } from '../domain/task.ts'
import type { Generator, JsonSchema } from '../domain/model.ts'
import { investigating } from './investigate.ts'
import type { InvestigateParts } from './parts.ts'

export interface Sight {
  readonly capability: string
  readonly params?: Readonly<Record<string, string>>
  readonly facts?: readonly (Pick<Fact, 'name' | 'value'> & Partial<Pick<Fact, 'labels'>>)[]
  readonly lines?: readonly string[]
  readonly problem?: string
  /** Never answers; its signal is all that ends it. */
  readonly hangs?: boolean
}

export interface World {
  readonly parts: InvestigateParts
  /** Capability and params of each look, in order. */
  readonly looks: string[]
  ask(question?: string, limits?: Partial<InvestigationLimits>, signal?: AbortSignal): Promise<{ investigation: Investigation; events: InvestigationEvent[] }>
}

export const now = new Date('2026-11-23T14:00:00Z')
const limits: InvestigationLimits = { steps: 60, tokens: 60_000, costUsd: 1, seconds: 20 }

export const worldOf = (sights: readonly Sight[], systems: Partial<Systems> = {}, changed: Partial<InvestigateParts> = {}): World => {
  const looks: string[] = []
  const parts: InvestigateParts = {
    capabilities: capabilitiesOf(sights, looks),
    systems: { ...noSystems, ...systems },
    model: () => null,
    prompts: {
      'diagnose-plan': prompt('plan', '{{question}}\n{{suspected}}\n{{looks}}'),
      'diagnose-read': prompt('read', '{{categories}}\n{{lines}}'),
      'diagnose-conclude': prompt('conclude', '{{question}}\n{{hypotheses}}\n{{healthy}}'),
    },
    retrieve: null,
    scan: (_, passages) => ({ passages, injections: [] }),
    judgeCommand: async () => ({ verdict: 'dangerous', why: 'Nobody has looked at it.' }),
    actions: null,
    record: async () => {},
    findIncident: async () => null,
    stopSignal: () => new AbortController().signal,
    assertRunning: async () => {},
    caller: () => 'owner',
    traceId: () => 'f'.repeat(32),
    now: () => now,
    sleep: async () => {},
    clock: () => 0,
    ...changed,
  }
  return {
    parts,
    looks,
    ask: async (question = 'What is wrong?', given = {}, signal) => {
      const events: InvestigationEvent[] = []
      const asked = { question, incidentId: null, limits: { ...limits, ...given } }
      return { investigation: await drain(investigating(parts)(asked, signal), (event) => events.push(event)), events }
    },
  }
}

const prompt = (name: string, user: string) => ({ version: 'test', system: name, user })

const capabilitiesOf = (sights: readonly Sight[], looks: string[]): Capabilities => {
  const names = [...new Set(sights.map(({ capability }) => capability))]
  const observe: Capabilities['observe'] = async (name, params, signal) => {
    looks.push(`${name} ${JSON.stringify(params)}`)
    const sight = sights.find((it) => it.capability === name && JSON.stringify(it.params ?? {}) === JSON.stringify(params))
    if (!sight) throw new AppError('invalid', `${name} does not take that.`)
    if (sight.hangs) await new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason as Error), { once: true }))
    return observationOf(sight)
  }
  const list = names.map((name): Capability => {
    const own = sights.filter(({ capability }) => capability === name)
    const keys = Object.keys(own[0]!.params ?? {})
    const properties: Record<string, JsonSchema> = Object.fromEntries(keys.map((key) => [key, { type: 'string' }]))
    return {
      name,
      summary: name,
      params: { type: 'object', properties, required: keys },
      limitMs: 1000,
      how: 'process',
      inventory: async () => Object.fromEntries(keys.map((key) => [key, own.map(({ params }) => params![key]!)])),
      observe: (params, signal) => observe(name, params, signal),
    }
  })
  return { list, missing: [], observe }
}

const observationOf = ({
  capability,
  params = {},
  facts = [],
  lines = [],
  problem = null,
}: Omit<Sight, 'problem'> & { problem?: string | null }): Observation => ({
  id: newId(),
  capability,
  params,
  startedAt: now,
  durationMs: 1,
  facts: facts.map((fact) => ({ labels: {}, ...fact, at: now })),
  lines,
  problem,
})

/** Says what it is told to for each prompt, and keeps what it was asked. */
export const modelThat = (
  says: (system: string, user: string) => string | Iterable<string>,
  { passageBudgetTokens = 3_000, costUsd = 0 }: { passageBudgetTokens?: number; costUsd?: number } = {},
): { model: TaskModel; asked: string[] } => {
  const asked: string[] = []
  const generator: Generator = {
    id: 'scripted',
    contextTokens: 8_000,
    passageBudgetTokens,
    capabilities: { structured: 'strict', tools: false, maxOutputTokens: null, languages: null },
    countTokens: async (text) => Math.ceil(text.length / 4),
    costOf: () => costUsd,
    async *stream(messages) {
      const [system, user] = messages.map(({ content }) => content)
      asked.push(user!)
      const said = says(system!, user!)
      for (const text of typeof said === 'string' ? [said] : said) yield { type: 'text-delta', text }
      yield { type: 'finish', reason: 'stop', usage: { inputTokens: 10, outputTokens: 5, reported: true, costUsd } }
    },
    close: async () => {},
  }
  return { model: { generator, temperature: 0, maxTokens: 1024 }, asked }
}
