import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runLines } from './render-run.ts'

const faulty = (variant: string) => ({ variant, case_id: 'a', trace_id: null, faults: ['"9" is not in the answer.'], scores: { correct: 0 } })
const run = (variants: readonly string[]) =>
  ({
    suite: 's',
    cases: 1,
    generated_cases: 0,
    repeat: 1,
    collection: 'c',
    run_id: 'r',
    state: 'partial',
    why: 'It was stopped.',
    gate: null,
    retrieval: [],
    comparisons: [],
    thresholds: [],
    notes: [],
    variants: variants.map((name) => ({ name, model: name, metrics: [], tags: [], cost_usd: 0, judge_cost_usd: 0 })),
    rows: variants.map(faulty),
  }) as unknown as Parameters<typeof runLines>[0]

test('faults of several variants stand under the name of each; one answer is one', () => {
  const several = runLines(run(['small', 'large']))
  assert.match(several, /1 answer with faults: small\n[\s\S]*1 answer with faults: large\n/)
  assert.match(several, /2 answers are counted\./)
  assert.match(runLines(run(['small'])), /1 answer is counted\.[\s\S]*1 answer with faults\n/)
})
