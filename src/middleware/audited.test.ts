import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AppError } from '../base/error.ts'
import type { AuditEntry } from '../domain/audit.ts'
import { withinCall } from '../domain/call.ts'
import type { Capabilities, Observation } from '../domain/capability.ts'
import type { Generator, GeneratorPart } from '../domain/model.ts'
import type { ModelFor } from '../domain/task.ts'
import { auditedCapabilities } from './audited-capabilities.ts'
import { auditedModels } from './audited-models.ts'

const recorder = () => {
  const entries: AuditEntry[] = []
  return { entries, append: async (entry: AuditEntry) => ({ ...entry, sequence: entries.push(entry) }) as never }
}

const observation: Observation = {
  id: 'o1',
  capability: 'load',
  params: { window: 5 },
  startedAt: new Date(0),
  durationMs: 2.4,
  facts: [],
  lines: ['one'],
  problem: null,
}

const capabilities: Capabilities = {
  list: [
    {
      name: 'load',
      summary: '',
      params: {},
      limitMs: 1,
      how: 'process',
      inventory: async () => ({}),
      observe: async () => observation,
    },
  ],
  missing: [],
  observe: async (name) => {
    if (name === 'load') return observation
    throw new AppError('not_found', 'There is no such capability.')
  },
}

test('every look is in the audit log before it is answered, whichever way it is called', async () => {
  const audit = recorder()
  const audited = auditedCapabilities(capabilities, audit)
  await withinCall({ subject: 'investigation-1' }, () => audited.observe('load', { window: 5 }))
  await audited.list[0]!.observe({ window: 5 })
  assert.deepEqual(
    audit.entries.map(({ kind, subject, detail }) => [kind, subject, detail['observation']]),
    [
      ['look', 'investigation-1', 'o1'],
      ['look', null, 'o1'],
    ],
  )
  assert.deepEqual(audit.entries[0]!.detail, { observation: 'o1', capability: 'load', params: { window: 5 }, facts: 0, lines: 1, problem: null, ms: 2 })
})

test('a refusal is recorded with its reason, and a name that a model made up is cut', async () => {
  const audit = recorder()
  await assert.rejects(auditedCapabilities(capabilities, audit).observe('x'.repeat(5_000), {}), { code: 'not_found' })
  assert.deepEqual(audit.entries, [
    { kind: 'refusal', subject: null, detail: { of: 'look', capability: 'x'.repeat(100), why: 'There is no such capability.' } },
  ])
})

test('what cannot be recorded is not answered, and is no refusal', async () => {
  const tried: string[] = []
  const append = ({ kind }: AuditEntry) => {
    tried.push(kind)
    return Promise.reject(new AppError('no_space', 'The disk is full.'))
  }
  await assert.rejects(auditedCapabilities(capabilities, { append }).observe('load', {}), { code: 'no_space' })
  assert.deepEqual(tried, ['look'])
})

test('every model call is recorded when it is over: finished, failed, or left', async () => {
  const audit = recorder()
  const finish: GeneratorPart = { type: 'finish', reason: 'stop', usage: { inputTokens: 10, outputTokens: 2, reported: true, costUsd: 0 } }
  const speak = (fails: boolean): Generator =>
    ({
      id: 'stub',
      stream: async function* () {
        yield { type: 'text-delta', text: 'a' }
        if (fails) throw new AppError('upstream', 'It broke off.')
        yield finish
      },
    }) as unknown as Generator
  const modelFor = (fails: boolean) => auditedModels((() => ({ temperature: 0, maxTokens: 9, generator: speak(fails) })) as ModelFor, audit)
  const drain = async (fails: boolean, most = 9): Promise<void> => {
    for await (const _part of modelFor(fails)('diagnose')!.generator.stream([], { maxTokens: 9, temperature: 0 })) if (--most === 0) break
  }
  await drain(false)
  await assert.rejects(drain(true), { code: 'upstream' })
  await drain(false, 1)
  assert.deepEqual(
    audit.entries.map(({ kind, detail }) => [kind, detail['task'], detail['ends'], detail['why'] ?? detail['tokens'] ?? null]),
    [
      ['model', 'diagnose', 'stop', 12],
      ['model', 'diagnose', 'failed', 'upstream'],
      ['model', 'diagnose', 'left', null],
    ],
  )
  assert.equal(auditedModels(() => null, audit)('diagnose'), null)
})
