import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { SourceSpan } from '../../domain/retrieval-eval.ts'
import { holdsEvidence, spanFigures, tokenStarts } from './spans.ts'

// Ten one-letter tokens at 0, 2, … 18, in each of two documents.
const starts = tokenStarts('a b c d e f g h i j')
const figures = (retrieved: readonly SourceSpan[], evidence: readonly SourceSpan[]) => spanFigures(retrieved, evidence, () => starts)
const span = (start: number, end: number, source = 'one'): SourceSpan => ({ source, start, end })

test('half of the evidence among twice as much other text', () => {
  // Retrieved a…f, evidence e…h, shared e and f.
  assert.deepEqual(figures([span(0, 11)], [span(8, 15)]), { recall: 2 / 4, precision: 2 / 6, iou: 2 / 8 })
})

test('text retrieved twice costs precision, and adds nothing to recall', () => {
  assert.deepEqual(figures([span(0, 7)], [span(0, 7)]), { recall: 1, precision: 1, iou: 1 })
  assert.deepEqual(figures([span(0, 7), span(0, 7)], [span(0, 7)]), { recall: 1, precision: 0.5, iou: 0.5 })
})

test('the same place of another document is no evidence, and was retrieved all the same', () => {
  assert.deepEqual(figures([span(0, 7, 'two'), span(0, 7)], [span(0, 7)]), { recall: 1, precision: 0.5, iou: 0.5 })
  assert.deepEqual(figures([span(0, 7, 'two')], [span(0, 7)]), { recall: 0, precision: 0, iou: 0 })
})

test('nothing retrieved is zero', () => {
  assert.deepEqual(figures([], [span(0, 4)]), { recall: 0, precision: 0, iou: 0 })
})

test('equal to counting token by token', () => {
  const anySpan = fc.tuple(fc.nat(19), fc.nat(19), fc.constantFrom('one', 'two')).map(([a, b, source]) => span(Math.min(a, b), Math.max(a, b), source))
  fc.assert(
    fc.property(fc.array(anySpan, { maxLength: 5 }), fc.array(anySpan, { maxLength: 3 }), (retrieved, evidence) => {
      const inside = (spans: readonly SourceSpan[]): string[] =>
        ['one', 'two'].flatMap((source) =>
          [...starts].filter((at) => spans.some((one) => one.source === source && at >= one.start && at < one.end)).map((at) => `${source} ${at}`),
        )
      const wanted = inside(evidence)
      const shared = inside(retrieved).filter((token) => wanted.includes(token)).length
      const total = retrieved.reduce((sum, one) => sum + inside([one]).length, 0)
      const { recall, precision, iou } = figures(retrieved, evidence)
      assert.equal(recall, wanted.length === 0 ? 0 : shared / wanted.length)
      assert.equal(precision, total === 0 ? 0 : shared / total)
      assert.equal(iou, wanted.length + total === 0 ? 0 : shared / (wanted.length + total - shared))
    }),
  )
})

test('more of the evidence never lowers recall, and other text never raises precision', () => {
  const anySpan = fc.tuple(fc.nat(19), fc.nat(19)).map(([a, b]) => span(Math.min(a, b), Math.max(a, b)))
  fc.assert(
    fc.property(fc.array(anySpan, { maxLength: 4 }), fc.array(anySpan, { minLength: 1, maxLength: 3 }), anySpan, (retrieved, evidence, more) => {
      assert.ok(figures([...retrieved, more], evidence).recall >= figures(retrieved, evidence).recall)
      const beside = figures([...retrieved, { ...more, source: 'two' }], evidence)
      assert.ok(beside.precision <= figures(retrieved, evidence).precision && beside.iou <= figures(retrieved, evidence).iou)
    }),
  )
})

test('a chunk answers with half of the evidence in it, or with half of itself in the evidence', () => {
  assert.equal(holdsEvidence(span(0, 100), [span(90, 110)]), true)
  assert.equal(holdsEvidence(span(0, 10), [span(5, 500)]), true)
  assert.equal(holdsEvidence(span(0, 100), [span(95, 115)]), false)
  assert.equal(holdsEvidence(span(0, 100), [span(100, 110), span(0, 100, 'two')]), false)
})
