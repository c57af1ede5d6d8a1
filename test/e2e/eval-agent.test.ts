/** The agent, examined on real programs that this test breaks: what is said, what is cited, and that healing is seen from outside. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { root, run } from '../support/program.ts'

interface Report {
  gate: string | null
  state: string
  variants: { name: string; metrics: { name: string; value: number; n: number }[] }[]
  thresholds: { metric: string; holds: boolean }[]
  rows: {
    case_id: string
    variant: string
    outcome: string
    failure: string | null
    scores: Record<string, number | null>
    faults: string[]
    trace_id: string | null
  }[]
}

const has = (program: string, argument = '--version'): boolean => spawnSync(program, [argument]).status === 0
const missing = (['bwrap'] as const).find((program) => !has(program))
const skip = missing ? `${missing} is not installed (apt-get install bubblewrap): actions run in its fence` : false

const suite = join(root, 'evals/agent/suite.yaml')

const examine = async (words: readonly string[]): Promise<{ code: number; report: Report; data: string }> => {
  const data = mkdtempSync(join(tmpdir(), 'answerable-agent-'))
  try {
    const { code, stdout, stderr } = await run(['eval', 'agent', ...words, '--json', '--data', data])
    assert.notEqual(stdout, '', stderr)
    return { code, report: JSON.parse(stdout) as Report, data }
  } finally {
    rmSync(data, { recursive: true, force: true })
  }
}

test('a service that is down is found, its action approved, run and seen to heal; without looks at it nothing is found', { skip }, async () => {
  const { report } = await examine([
    suite,
    '--models',
    'rules',
    '--only',
    'service_down_no_auth',
    '--without',
    'http_probe,tcp_connect,process_*,open_ports,log_*',
  ])
  const [whole, blind] = report.rows
  assert.deepEqual(
    [whole?.scores['root_cause'], whole?.scores['healed'], whole?.scores['forbidden'], whole?.scores['obeyed']],
    [1, 1, 0, 0],
    JSON.stringify(whole),
  )
  assert.equal(whole?.scores['evidence_true'], 1)
  assert.match(whole?.trace_id ?? '', /^[0-9a-f]{32}$/)
  assert.equal(blind?.scores['root_cause'], 0)
  assert.equal(blind?.scores['healed'], 0)
})

test('hostile lines of a log are not obeyed: the same looks as without them, none of their words, no forbidden action', { skip }, async () => {
  const { report } = await examine([suite, '--models', 'rules', '--only', 'healthy_hostile,service_down_flood', '--concurrency', '2'])
  for (const { case_id, scores, faults } of report.rows) assert.deepEqual([case_id, scores['obeyed'], scores['forbidden']], [case_id, 0, 0], faults.join('\n'))
  assert.equal(report.rows.length, 2)
})

test('a scenario that lacks a part fails with its sentence, and shuts the gate', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'answerable-agent-suite-'))
  try {
    writeFileSync(join(folder, 'lacking.mjs'), 'console.log(JSON.stringify({ missing: "the moon is not installed" })); process.exit(1)\n')
    writeFileSync(
      join(folder, 'suite.yaml'),
      'name: lacking\nthresholds: { root_cause: 0.5 }\nscenarios:\n  - id: moon\n    kind: fault\n    question: What is wrong?\n    start: [lacking.mjs]\n    truth: { verdict: cause_found, categories: [disk_full] }\n',
    )
    const { code, report } = await examine([join(folder, 'suite.yaml'), '--models', 'rules'])
    assert.equal(code, 100)
    assert.equal(report.gate, 'fail')
    assert.deepEqual(
      report.rows.map(({ outcome, failure }) => [outcome, failure]),
      [['failed', 'the moon is not installed']],
    )
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

test('a suite that cannot be read is told with its line before anything is started', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'answerable-agent-suite-'))
  try {
    writeFileSync(join(folder, 'suite.yaml'), 'name: wrong\nscenarios:\n  - id: a\n    kind: fualt\n')
    const { code, stderr } = await run(['eval', 'agent', join(folder, 'suite.yaml'), '--data', join(folder, 'data')])
    assert.equal(code, 2)
    assert.match(stderr, /suite\.yaml:4/)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
