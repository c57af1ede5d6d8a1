import assert from 'node:assert/strict'
import { test } from 'node:test'
import { estimateTokens } from './estimate-tokens.ts'

// Counted by the tokenizer of bge-small-en-v1.5, special tokens not included.
for (const [text, tokens] of [
  ['The budget of a key says how much it may spend on a day.', 15],
  ['', 0],
  ['kubectl get pods --all-namespaces -o wide', 16],
  ['密钥的预算', 5],
  ['x'.repeat(60), 30],
  ['Die Grundstücksverkehrsgenehmigungszuständigkeit liegt beim Landkreis.', 26],
  ['{"key": [1, 2.5, null], "path": "/var/lib/prometheus"}', 31],
  ['Бюджет ключа определяет предел', 27],
] as const) {
  test(`"${text.slice(0, 30)}" weighs about what the model says, rather more than less`, () => {
    const estimate = estimateTokens(text)
    assert.ok(estimate >= tokens * 0.6 && estimate <= tokens * 1.5 + 1, `${estimate} for ${tokens}`)
  })
}
