import type { Generator, Usage } from '../domain/model.ts'
import { withStream } from './with-stream.ts'

/** US dollars for what was read and written; null when the price is not known, never 0 for want of knowing. */
export type CostOf = (model: string, usage: Pick<Usage, 'inputTokens' | 'outputTokens'>) => number | null

/** Fills in `usage.costUsd` where the inner generator left it open, and tells what a call that broke off may have cost. */
export const pricedGenerator = (inner: Generator, costOf: CostOf): Generator =>
  Object.assign(priced(inner, costOf), { costOf: (usage: Parameters<CostOf>[1]) => costOf(inner.id, usage) })

const priced = (inner: Generator, costOf: CostOf): Generator =>
  withStream(inner, async function* (messages, asked, signal) {
    for await (const part of inner.stream(messages, asked, signal)) {
      if (part.type !== 'finish' || part.usage.costUsd !== null) yield part
      else yield { ...part, usage: { ...part.usage, costUsd: costOf(part.model ?? inner.id, part.usage) } }
    }
  })
