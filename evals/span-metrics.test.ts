import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { spanFigures, tokenStarts } from './span-metrics.ts'

// Ten one-letter tokens at 0, 2, … 18.
const starts = tokenStarts('a b c d e f g h i j')

test('half of the evidence among twice as much other text', () => {
  const figures = spanFigures([{ start: 0, end: 11 }], [{ start: 8, end: 15 }], starts)
  // Retrieved a…f, evidence e…h, shared e and f.
  assert.deepEqual(figures, { recall: 2 / 4, precision: 2 / 6, iou: 2 / 8 })
})

test('text retrieved twice costs precision, and adds nothing to recall', () => {
  const once = spanFigures([{ start: 0, end: 7 }], [{ start: 0, end: 7 }], starts)
  const twice = spanFigures(
    [
      { start: 0, end: 7 },
      { start: 0, end: 7 },
    ],
    [{ start: 0, end: 7 }],
    starts,
  )
  assert.deepEqual(once, { recall: 1, precision: 1, iou: 1 })
  assert.deepEqual(twice, { recall: 1, precision: 0.5, iou: 0.5 })
})

test('nothing retrieved is zero', () => {
  assert.deepEqual(spanFigures([], [{ start: 0, end: 4 }], starts), { recall: 0, precision: 0, iou: 0 })
})

test('equal to counting token by token', () => {
  const range = fc.tuple(fc.nat(19), fc.nat(19)).map(([a, b]) => ({ start: Math.min(a, b), end: Math.max(a, b) }))
  fc.assert(
    fc.property(fc.array(range, { maxLength: 5 }), fc.array(range, { maxLength: 3 }), (retrieved, evidence) => {
      const inside = (ranges: readonly { start: number; end: number }[]) => [...starts].filter((at) => ranges.some(({ start, end }) => at >= start && at < end))
      const shared = inside(retrieved).filter((at) => inside(evidence).includes(at)).length
      const total = retrieved.reduce((sum, one) => sum + inside([one]).length, 0)
      const { recall, precision, iou } = spanFigures(retrieved, evidence, starts)
      const wanted = inside(evidence).length
      assert.equal(recall, wanted === 0 ? 0 : shared / wanted)
      assert.equal(precision, total === 0 ? 0 : shared / total)
      assert.equal(iou, wanted + total === 0 ? 0 : shared / (wanted + total - shared))
    }),
  )
})
