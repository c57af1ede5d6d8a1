import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { seededRandom } from '../../base/random.ts'
import { auroc } from './auroc.ts'
import { bootstrapMean, pairedDifference } from './bootstrap.ts'
import { meanOf, sum } from './clusters.ts'
import { compare } from './compare.ts'
import { normalCdf, normalQuantile, studentQuantile } from './distributions.ts'
import { cohenKappa } from './kappa.ts'
import { detectableDifference } from './power.ts'
import { predictionPowered } from './ppi.ts'
import { biasedJudge, coverageOf, sameTwice, simulations, pointsLost } from './simulations-for-tests.ts'
import { wilson } from './wilson.ts'

const near = (actual: number, expected: number, within = 1e-6): void => assert.ok(Math.abs(actual - expected) <= within, `${actual} instead of ${expected}`)

test('quantiles are those of the printed tables', () => {
  near(normalQuantile(0.975), 1.959964)
  near(normalQuantile(0.001), -3.090232)
  near(normalCdf(-1.959964), 0.025)
  near(normalCdf(1), 0.841345)
  for (const [degrees, t] of [
    [1, 12.7062],
    [2, 4.30265],
    [3, 3.18245],
    [5, 2.57058],
    [30, 2.04227],
    [1000, 1.96234],
  ] as const)
    near(studentQuantile(0.975, degrees), t, 1e-4)
})

test('figures are those of worked examples', () => {
  // Wilson, 8 of 10: (0.4902, 0.9433), as in Agresti and Coull, 1998.
  const { low, high } = wilson(8, 10)
  near(low, 0.4902, 1e-4)
  near(high, 0.9433, 1e-4)
  // Cohen's kappa of 20, 5, 10, 15: agreement 0.7, by chance 0.5.
  const pairs = [
    [20, 'y', 'y'],
    [5, 'y', 'n'],
    [10, 'n', 'y'],
    [15, 'n', 'n'],
  ] as const
  near(cohenKappa(pairs.flatMap(([times, a, b]) => Array.from({ length: times }, () => [a, b] as const)))!.value, 0.4)
  near(auroc([0.1, 0.4, 0.35, 0.8], [false, false, true, true])!.value, 0.75)
  near(auroc([1, 1, 1, 1], [false, false, true, true])!.value, 0.5)
  // People pass half of what the judge passes.
  near(predictionPowered(wilson(4, 4), [...agreed(1, 0), { people: 0, judge: 1 }]).value, 0.5)
})

const share = fc.double({ min: 0, max: 1, noNaN: true })

const agreed = (passed: number, failed: number) => [
  ...Array.from({ length: passed }, () => ({ people: 1, judge: 1 })),
  ...Array.from({ length: failed }, () => ({ people: 0, judge: 0 })),
]

for (const [passes, of, labelled] of [
  [1, 2, agreed(38, 2)],
  [4, 4, agreed(20, 20)],
  [0, 4, agreed(20, 20)],
  [0, 1, agreed(2, 0)],
  [7, 20, agreed(100, 0)],
] as const)
  test(`a judge without error leaves ${passes} of ${of} as they are, whatever passed of ${labelled.length} labelled items, and is not certain`, () => {
    const judged = wilson(passes, of)
    const { value, low, high, n } = predictionPowered(judged, labelled)
    assert.deepEqual([value, n], [passes / of, of])
    // What was measured on few items is no more certain than the judge's own mean.
    assert.ok(low <= judged.low && judged.high <= high && high - low > 0)
    assert.ok(passes === 0 || low < judged.low)
    assert.ok(passes === of || high > judged.high)
  })

test('an error counts for judged items only: what failed has failed, whatever the correction', () => {
  const strict = [...agreed(20, 20), ...Array.from({ length: 40 }, () => ({ people: 1, judge: 0 }))]
  // Half of 20 got a verdict, all of them a pass; the judge misses half.
  near(predictionPowered(wilson(10, 20), strict, 0.5).value, 0.5)
  near(predictionPowered(wilson(4, 20), strict, 0.5).value, 0.2 + 0.5 * 0.5)
  assert.equal(predictionPowered(wilson(0, 20), strict, 0).value, 0)
})

test('a corrected mean has an interval around it, with width, inside what is possible', () => {
  const item = fc.record({ people: share, judge: fc.nat(1) })
  fc.assert(
    fc.property(fc.nat(20), fc.nat(20), fc.nat(9), fc.array(item, { minLength: 1, maxLength: 40 }), (passes, fails, failed, labelled) => {
      const of = passes + fails + failed
      if (of === 0) return
      const { value, low, high } = predictionPowered(wilson(passes, of), labelled, (of - failed) / of)
      assert.ok(0 <= low && low <= value && value <= high && high <= 1 && high - low > 0, `${low} ${value} ${high}`)
      assert.ok(value <= (of - failed) / of)
    }),
  )
})

for (const [index, simulation] of simulations.entries()) {
  test(`${simulation.name}: 95 of 100 intervals hold the truth`, () => {
    const experiments = 600
    const { held, of } = coverageOf(simulation, experiments, index + 1)
    // Of 600, the coverage itself is known to 0.9 points; what an interval promises is 95.
    assert.ok(held / of >= 0.925 && held / of <= 0.98, `${((100 * held) / of).toFixed(1)} % of ${of}`)
  })
}

test('a gate gives a false alarm in at most one comparison of a hundred, also when only a handful of questions change', () => {
  for (const changes of [0.04, 0.2]) {
    const random = seededRandom(11)
    const alarms = Array.from({ length: 400 }, () => sameTwice(random, 80, changes)).filter(({ verdict }) => verdict === 'worse').length
    // With a true rate of 1 %, more than 9 of 400 come once in a hundred.
    assert.ok(alarms <= 9, `${alarms} of 400 where ${changes} change`)
  }
})

test('three points lost of a thousand questions are seen, and the smallest difference that would be is told', () => {
  const random = seededRandom(3)
  const runs = Array.from({ length: 40 }, () => pointsLost(random, 1_000, 0.05))
  assert.ok(runs.filter(({ verdict }) => verdict === 'worse').length >= 38)
  assert.ok(runs.every(({ detectable }) => detectable < 0.03))
})

test('the smallest difference that is told is seen in about four of five runs', () => {
  const random = seededRandom(8)
  const told = meanOf(Array.from({ length: 20 }, () => pointsLost(random, 300, 0.1, 0).detectable))
  const seen = Array.from({ length: 120 }, () => pointsLost(random, 300, 0.1, told)).filter(({ verdict }) => verdict === 'worse').length
  assert.ok(seen >= 80 && seen <= 110, `${seen} of 120 runs`)
})

test('prediction-powered means are unbiased under a biased judge, and narrower than labels alone', () => {
  const random = seededRandom(4)
  const made = Array.from({ length: 200 }, () => {
    const labelled = Array.from({ length: 100 }, () => biasedJudge(random))
    const judged = Array.from({ length: 10_000 }, () => biasedJudge(random).judge)
    const people = meanOf(labelled.map((item) => item.people))
    return {
      powered: predictionPowered(wilson(sum(judged), judged.length), labelled),
      alone: 2 * studentQuantile(0.975, 99) * Math.sqrt((people * (1 - people)) / 99),
      judge: meanOf(judged),
    }
  })
  near(meanOf(made.map(({ judge }) => judge)), 0.72, 0.005)
  near(meanOf(made.map(({ powered }) => powered.value)), 0.7, 0.01)
  assert.ok(sum(made.map(({ powered }) => powered.high - powered.low)) <= 0.95 * sum(made.map(({ alone }) => alone)))
})

test('an interval holds its own value, is inside what is possible, and does not depend on the order', () => {
  fc.assert(
    fc.property(fc.array(share, { minLength: 1, maxLength: 30 }), (values) => {
      const { value, low, high, n } = bootstrapMean(values, undefined, { draws: 200, isShare: true })
      assert.ok(low <= value + 1e-9 && value <= high + 1e-9 && low >= 0 && high <= 1 && n === values.length)
    }),
  )
  fc.assert(
    fc.property(fc.nat(50), fc.nat(50), (successes, others) => {
      const { value, low, high } = wilson(successes, successes + others)
      assert.ok(low <= value && value <= high && low >= 0 && high <= 1 && high - low > 0)
    }),
  )
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.constantFrom('a', 'b', 'c')), { maxLength: 40 }), (pairs) => {
      const kappa = cohenKappa(pairs)
      if (!kappa) return
      assert.ok(kappa.low <= kappa.value + 1e-9 && kappa.value <= kappa.high + 1e-9 && kappa.value <= 1 && kappa.value >= -1)
      near(kappa.value, cohenKappa(pairs.map(([a, b]) => [b, a] as const).toReversed())!.value, 1e-9)
    }),
  )
  fc.assert(
    fc.property(fc.array(fc.tuple(share, fc.boolean()), { maxLength: 40 }), (items) => {
      const [scores, labels] = [items.map(([score]) => score), items.map(([, label]) => label)]
      const area = auroc(scores, labels)
      if (!area) return
      assert.ok(area.low <= area.value + 1e-9 && area.value <= area.high + 1e-9)
      near(
        area.value +
          auroc(
            scores,
            labels.map((label) => !label),
          )!.value,
        1,
        1e-9,
      )
    }),
  )
})

test('a difference that is turned round is turned round in everything', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(1), fc.nat(1)), { minLength: 2, maxLength: 60 }), (pairs) => {
      const [a, b] = [pairs.map(([one]) => one), pairs.map(([, other]) => other)]
      const [there, back] = [compare(a, b), compare(b, a)]
      near(there.difference.value, -back.difference.value, 1e-9)
      near(there.detectable, back.detectable, 1e-9)
      assert.equal({ better: 'worse', worse: 'better', 'no difference shown': 'no difference shown' }[there.verdict], back.verdict)
    }),
    { numRuns: 40 },
  )
})

test('questions about one document count as one', () => {
  const values = Array.from({ length: 100 }, (_, index) => (index < 50 ? 1 : 0))
  const alone = bootstrapMean(values)
  const clustered = bootstrapMean(values, (index) => String(Math.floor(index / 10)))
  assert.deepEqual([alone.n, clustered.n], [100, 10])
  assert.ok(clustered.high - clustered.low > 2 * (alone.high - alone.low))
  const ones = values.map(() => 1)
  assert.ok(detectableDifference(values, (index) => String(Math.floor(index / 10))) > detectableDifference(values))
  // Nothing varies, and yet nothing is certain.
  assert.ok(bootstrapMean(ones, undefined, { isShare: true }).low < 0.97)
  assert.ok(detectableDifference(ones.map(() => 0)) > 0.05)
})

test('what cannot be known is said so', () => {
  assert.equal(cohenKappa([]), null)
  assert.equal(
    cohenKappa([
      ['pass', 'pass'],
      ['pass', 'pass'],
    ]),
    null,
  )
  assert.equal(auroc([0.1, 0.2], [true, true]), null)
  assert.deepEqual(wilson(0, 0), { value: 0, low: 0, high: 1, n: 0 })
  assert.deepEqual([bootstrapMean([]).n, detectableDifference([])], [0, Infinity])
  assert.throws(() => pairedDifference([1], [1, 0]), /cannot be paired/)
})
