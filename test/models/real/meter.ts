import type { Generator } from '../../../src/domain/model.ts'
import { withStream } from '../../../src/middleware/with-stream.ts'

interface Call {
  readonly inputTokens: number
  readonly outputTokens: number
  readonly firstTokenMs: number
  readonly totalMs: number
}

export interface Meter {
  readonly generator: Generator
  readonly calls: readonly Call[]
  /** Checks that held. */
  held: number
}

/** Notes of each answer that came to its end how long it took. */
export const metered = (inner: Generator): Meter => {
  const calls: Call[] = []
  const generator = withStream(inner, async function* (...asked) {
    const start = performance.now()
    let firstTokenMs: number | null = null
    for await (const part of inner.stream(...asked)) {
      firstTokenMs ??= performance.now() - start
      if (part.type === 'finish') calls.push({ ...part.usage, firstTokenMs, totalMs: performance.now() - start })
      yield part
    }
  })
  return { generator, calls, held: 0 }
}

/** Of a test's context, in `afterEach`: node:test tells it, its types do not. */
export const hasPassed = (context: unknown): boolean => (context as { readonly passed: boolean }).passed

/** To be read by people: figures of a busy machine say little. */
export const printTable = (meters: readonly Meter[]): void => {
  if (meters.length === 0) return
  const rows = meters.map(({ generator, calls, held }) => {
    const long = calls.filter(({ outputTokens }) => outputTokens > 1)
    const written = long.reduce((sum, it) => sum + it.outputTokens - 1, 0)
    const writingMs = long.reduce((sum, it) => sum + it.totalMs - it.firstTokenMs, 0)
    return [generator.id, held, calls.length, (written / (writingMs / 1000)).toFixed(1), middle(calls.map((it) => it.firstTokenMs)).toFixed(0)].join(' | ')
  })
  console.log(['', 'model | checks held | answers | tokens written/s | first token ms (median)', '---|--:|--:|--:|--:', ...rows, ''].join('\n'))
}

const middle = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
