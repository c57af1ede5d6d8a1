/** Watches over the systems of scenarios: something real breaks, an incident opens; nothing is wrong, and none does. */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { stringify } from 'yaml'
import { scenarioPrograms } from '../../src/adapters/evaluation/scenario-program.ts'
import { isAppError } from '../../src/base/error.ts'
import type { RunningScenario } from '../../src/domain/scenario.ts'
import { root, run } from '../support/program.ts'

const start = scenarioPrograms(join(root, 'evals/agent'))

const watched = async (
  family: string,
  args: object,
  watch: (systems: Record<string, any>) => object,
): Promise<{ code: number; incidents: { service: string }[] }> => {
  const scenario: RunningScenario = await start(['scenario.ts', family, JSON.stringify(args)])
  const folder = mkdtempSync(join(tmpdir(), 'answerable-watched-'))
  try {
    const systems = scenario.ready.systems
    writeFileSync(join(folder, 'systems.yaml'), stringify({ ...systems, watches: [watch(systems as Record<string, any>)] }))
    const words = ['--data', join(folder, 'data'), '--json']
    const env = { ANSWERABLE_SYSTEMS: join(folder, 'systems.yaml') }
    const { code } = await run(['watch', '--once', ...words], env)
    const listed = await run(['incidents', 'list', ...words], env)
    return { code, incidents: (JSON.parse(listed.stdout) as { incidents: { service: string }[] }).incidents }
  } finally {
    rmSync(folder, { recursive: true, force: true })
    await scenario.stop()
  }
}

const answers = ({ probes }: Record<string, any>): object => ({
  name: 'answers',
  capability: 'http_probe',
  params: { probe: probes[0].name },
  fact: 'is_expected',
  rule: { kind: 'threshold', equals: false },
  grade: 'critical',
  service: probes[0].service,
})

test('a service that goes down opens an incident of that service', async () => {
  const { code, incidents } = await watched('service_down', { service: 'checkout' }, answers)
  assert.deepEqual([code, incidents.map(({ service }) => service)], [1, ['checkout']])
})

test('a disk that is full opens an incident', async (t) => {
  const full = { name: 'room', capability: 'disk_usage', fact: 'used_share', rule: { kind: 'threshold', above: 0.9 }, grade: 'warning', service: 'uploads' }
  const seen = await watched('disk_full', { service: 'uploads', mib: 8 }, () => full).catch((error: unknown) => {
    if (isAppError(error) && error.code === 'unavailable') return error.message
    throw error
  })
  if (typeof seen === 'string') return t.skip(seen)
  assert.deepEqual([seen.code, seen.incidents.map(({ service }) => service)], [1, ['uploads']])
})

test('a service that is well opens none', async () => {
  const { code, incidents } = await watched('healthy_service', { service: 'search' }, answers)
  assert.deepEqual([code, incidents], [0, []])
})
