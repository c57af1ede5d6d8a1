import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { EmbeddingPlan } from '../api/types.ts'
import { estimateSentence } from './estimate.ts'

const plan = (more: Partial<EmbeddingPlan>): EmbeddingPlan =>
  ({ to_embed: 4200, tokens: 610_000, seconds: 50, cost_usd: 0, disk_bytes: 8.2e6, ...more }) as EmbeddingPlan

test('an estimate tells amount, time, cost and space', () => {
  const rows: [Partial<EmbeddingPlan>, string][] = [
    [{}, '4,200 chunks to embed (610,000 tokens), about 50 s, no cost, 8 MB of disk.'],
    [
      { seconds: null, cost_usd: null, disk_bytes: 2.25e9 },
      '4,200 chunks to embed (610,000 tokens), time unknown until it runs, price unknown, 2.3 GB of disk.',
    ],
    [{ to_embed: 1, tokens: 1, seconds: 7200, cost_usd: 0.01234, disk_bytes: 1900 }, '1 chunk to embed (1 token), about 2.0 h, about $0.0123, 2 kB of disk.'],
    [{ seconds: 600, cost_usd: 12.345 }, '4,200 chunks to embed (610,000 tokens), about 10 min, about $12.35, 8 MB of disk.'],
    [{ to_embed: 0 }, 'All of its vectors are here already: the switch is made at once.'],
  ]
  for (const [more, sentence] of rows) assert.equal(estimateSentence(plan(more)).replaceAll('\u00a0', ' '), sentence)
})
