import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { compileDot } from '../../../scripts/compile-dot.ts'
import { dotModule } from './dot.ts'
import { VectorMatrix } from './vector-matrix.ts'

const idOf = (chunk: number): string => String(chunk).padStart(6, '0')
const unit = (values: readonly number[]): Float32Array => Float32Array.from(values, (value) => value / Math.hypot(...values))
const dot = (a: Float32Array, b: Float32Array): number => a.reduce((sum, value, index) => sum + value * b[index]!, 0)

test('the scan in the tree is what its source compiles to', async () => {
  assert.equal(await compileDot(), dotModule)
})

test('scores are cosines, for any number of dimensions and after removals', () => {
  const vectors = (dimensions: number) =>
    fc.array(
      fc.array(fc.integer({ min: -9, max: 9 }), { minLength: dimensions, maxLength: dimensions }).filter((values) => values.some(Boolean)),
      { minLength: 1, maxLength: 20 },
    )
  fc.assert(
    fc.property(fc.constantFrom(1, 3, 16, 17, 40).chain(vectors), fc.uniqueArray(fc.nat(19)), (all, removals) => {
      const matrix = new VectorMatrix(all[0]!.length)
      const held = new Map(all.map((values, chunk) => [chunk, unit(values)]))
      for (const [chunk, values] of all.entries()) matrix.set(chunk, Float32Array.from(values))
      for (const chunk of removals) {
        matrix.remove(chunk)
        held.delete(chunk)
      }
      const query = unit(all[0]!)
      const top = matrix.search(query, 100, idOf)
      assert.deepEqual([...top.items].sort(), [...held.keys()].sort())
      for (const [place, chunk] of top.items.entries()) assert.ok(Math.abs(top.scores[place]! - dot(query, held.get(chunk)!)) < 2e-6)
    }),
    { numRuns: 60 },
  )
})

test('more rows than one block are all searched', () => {
  const matrix = new VectorMatrix(2)
  for (let chunk = 0; chunk < 9_000; chunk++) matrix.set(chunk, unit([1, chunk]))
  assert.equal(matrix.search(unit([1, 0]), 1, idOf).items[0], 0)
  assert.equal(matrix.search(unit([1, 5_000]), 9_000, idOf).items.length, 9_000)
})

test('a vector that is set again replaces the old one', () => {
  const matrix = new VectorMatrix(2)
  matrix.set(7, unit([1, 0]))
  matrix.set(7, unit([0, 1]))
  assert.deepEqual(matrix.search(unit([0, 1]), 5, idOf).scores, [1])
})
