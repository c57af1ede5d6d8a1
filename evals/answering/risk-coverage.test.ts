import assert from 'node:assert/strict'
import { test } from 'node:test'
import { areaUnder, riskAt, riskCoverage } from './risk-coverage.ts'

const scored = (...pairs: readonly (readonly [number, boolean])[]) => pairs.map(([confidence, isRight]) => ({ confidence, isRight }))

test('the surest come first, and those equally sure come together', () => {
  assert.deepEqual(riskCoverage(scored([0.2, false], [0.9, true], [0.5, true], [0.5, false])), [
    { coverage: 0.25, risk: 0, confidence: 0.9 },
    { coverage: 0.75, risk: 1 / 3, confidence: 0.5 },
    { coverage: 1, risk: 0.5, confidence: 0.2 },
  ])
})

test('a better order has the smaller area, and the same risk when all is answered', () => {
  const [good, bad] = [scored([0.9, true], [0.8, true], [0.1, false]), scored([0.9, false], [0.8, true], [0.1, true])].map(riskCoverage)
  assert.ok(areaUnder(good!) < areaUnder(bad!))
  assert.equal(riskAt(good!, 1)!.risk, riskAt(bad!, 1)!.risk)
  assert.equal(areaUnder(riskCoverage([])), 0)
})
