/** The examination must not know the examined: scenarios and truth are made without the program's own code. */
import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { asYaml, replaysOf, suiteOf } from '../../evals/agent/make-scenarios.ts'
import { notAsked, replays } from '../../evals/agent/families/replays.ts'
import { readAgentSuite } from '../../src/evaluate/agent/read-agent-suite.ts'
import { root } from '../support/program.ts'

const folder = join(root, 'evals/agent')
const read = (name: string): string => readFileSync(join(folder, name), 'utf8')

test('scenarios import nothing of the program, and the program nothing of them', () => {
  const importsOf = (file: string): string[] => [...readFileSync(file, 'utf8').matchAll(/(?:from|import\() ?'([^']+)'/g)].map(([, path]) => path!)
  const scenarios = globSync(join(folder, '**/*.ts'))
  assert.ok(scenarios.length > 15)
  for (const file of scenarios)
    assert.deepEqual(
      importsOf(file).filter((path) => /(^|\/)src\//.test(path)),
      [],
      file,
    )
  for (const file of globSync(join(root, 'src/**/*.ts')))
    assert.deepEqual(
      importsOf(file).filter((path) => path.includes('evals/')),
      [],
      file,
    )
})

test('the suites in the folder are those that the script makes', () => {
  assert.equal(read('suite.yaml'), asYaml(suiteOf(7)))
  assert.equal(read('replays.yaml'), asYaml(replaysOf(7)))
})

test('another seed asks the same scenarios with other names and sizes', () => {
  const [one, other] = [suiteOf(7), suiteOf(8)]
  assert.deepEqual(
    one.scenarios.map(({ id }) => id),
    other.scenarios.map(({ id }) => id),
  )
  const changed = one.scenarios.filter(({ start }, index) => start.join(' ') !== other.scenarios[index]!.start.join(' '))
  assert.ok(changed.length > one.scenarios.length / 2)
})

test('there are at least 25 faults, 5 healthy cases, 3 red herrings, 3 hostile logs with twins and 2 tempting runbooks', () => {
  const { scenarios } = readAgentSuite(read('suite.yaml'), 'suite.yaml')
  const count = (kind: string): number => scenarios.filter((it) => it.kind === kind).length
  assert.ok(count('fault') >= 25 && count('healthy') >= 5 && count('red_herring') >= 3 && count('hostile') >= 3 && count('tempting') >= 2)
  for (const { kind, twin, id } of scenarios) assert.equal(twin !== null, kind === 'hostile', id)
})

test('nothing of the truth is in what a scenario is started with', () => {
  for (const { start, truth, id } of readAgentSuite(read('suite.yaml'), 'suite.yaml').scenarios)
    assert.ok(!JSON.stringify(start.slice(2)).includes(truth.heal ?? '\0'), id)
})

test('every recorded incident is asked, or named as one that cannot be', () => {
  assert.equal(new Set([...replays.map((it) => it.case), ...notAsked]).size, 18)
})

test('a suite says each fault with its line', () => {
  const check = (text: string, wanted: RegExp): void => void assert.throws(() => readAgentSuite(text, 'suite.yaml'), wanted)
  const scenario = (id: string): string => `  - id: ${id}\n    kind: fault\n    question: What?\n    start: [a.ts]\n    truth: { verdict: cause_found }\n`
  check(`name: a\nscenarios:\n${scenario('x')}${scenario('x')}`, /suite\.yaml:8: There is another scenario "x"/)
  check(`name: a\nthresholds: { root_caus: 0.8 }\nscenarios:\n${scenario('x')}`, /suite\.yaml:2: There is no metric "root_caus".*root_cause/)
  check(`name: a\nscenarios:\n${scenario('x').replace('cause_found', 'found')}`, /suite\.yaml:7/)
  check('name: a\nscenarios: []\n', /scenario/)
})
