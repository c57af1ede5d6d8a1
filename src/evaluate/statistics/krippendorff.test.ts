import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { ordinalAlpha } from './krippendorff.ts'

const unitsOf = (rows: readonly (readonly (number | null)[])[]) =>
  rows[0]!.map((_, unit) => ({ ratings: rows.flatMap((row) => row[unit] ?? []), cluster: String(unit) }))
const near = (actual: number | undefined, expected: number): void =>
  assert.ok(actual !== undefined && Math.abs(actual - expected) < 0.0005, `${actual} is not ${expected}`)

// K. Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), section C: four observers, twelve units, ordinal alpha .815.
const published = [
  [1, 2, 3, 3, 2, 1, 4, 1, 2, null, null, null],
  [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, null, 3],
  [null, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, null],
  [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, null],
]

test('the published example with missing ratings gives the published value', async () => {
  const alpha = (await ordinalAlpha(unitsOf(published)))!
  near(alpha.value, 0.815)
  assert.equal(alpha.n, 11)
  assert.ok(alpha.low < alpha.value && alpha.value < alpha.high && alpha.high <= 1)
})

test('people who always agree reach 1, people who turn every rank round fall below 0', async () => {
  const agreed = [1, 2, 3, 4, 5]
  assert.equal((await ordinalAlpha(unitsOf([agreed, agreed])))?.value, 1)
  assert.ok((await ordinalAlpha(unitsOf([agreed, agreed.toReversed()])))!.value < 0)
})

test('without a second rating, or without any difference, there is nothing to say', async () => {
  assert.equal(await ordinalAlpha([]), null)
  assert.equal(await ordinalAlpha([{ ratings: [3], cluster: 'a' }]), null)
  assert.equal(
    await ordinalAlpha(
      unitsOf([
        [4, 4],
        [4, 4],
      ]),
    ),
    null,
  )
})

test('neither the order of raters nor other numbers for the same ranks change it', async () => {
  const rating = fc.integer({ min: 1, max: 5 })
  const rows = fc.array(fc.tuple(rating, rating, rating), { minLength: 2, maxLength: 20 })
  await fc.assert(
    fc.asyncProperty(rows, async (units) => {
      const of = async (map: (it: readonly number[]) => number[]): Promise<number | undefined> => {
        const rated = units.map((ratings, index) => ({ ratings: map(ratings), cluster: String(index) }))
        return (await ordinalAlpha(rated, { draws: 1 }))?.value
      }
      const value = await of((it) => [...it])
      assert.equal(value === undefined, new Set(units.flat()).size === 1)
      if (value === undefined) return
      near(await of((it) => it.toReversed()), value)
      near(await of((it) => it.map((one) => one ** 3)), value)
      assert.ok(value <= 1)
    }),
    { numRuns: 200 },
  )
})

test('whoever waits can break off, and other work has its turn before the interval is there', async () => {
  const units = unitsOf(published)
  const stopped = new AbortController()
  setImmediate(() => setImmediate(() => stopped.abort(new Error('enough'))))
  await assert.rejects(ordinalAlpha(units, { signal: stopped.signal }), /enough/)
})
