import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AppError } from '../base/error.ts'
import { circuitBreaker } from './circuit-breaker.ts'
import { fallbackGenerator, type Chain } from './fallback-generator.ts'
import { ends, says, scriptedGenerator } from './generator-for-tests.ts'

const refusal = new AppError('limited', 'Too little is left of the budget.', { details: { part: 'budget', retryAfterMs: 1000 } })
const link = (...script: Parameters<typeof scriptedGenerator>[0][number]) => ({
  generator: scriptedGenerator([script]),
  breaker: circuitBreaker({ failures: 1 }),
})
const read = async (chain: Chain): Promise<string> => {
  let text = ''
  for await (const part of fallbackGenerator(chain).stream([], { maxTokens: 10, temperature: 0 })) if (part.type === 'text-delta') text += part.text
  return text
}

test('a model that no budget has room for is no broken model: the next is asked, and it is asked again next time', async () => {
  const dear = link(refusal)
  assert.equal(await read([dear, link(says('Nine.'), ends)]), 'Nine.')
  assert.equal(dear.breaker.state, 'closed')
})

test('where no model of a chain has room, the refusal says that it is the budget, and when to come again', async () => {
  await assert.rejects(read([link(refusal), link(refusal)]), (error: AppError) => {
    assert.deepEqual([error.code, error.details['part'], error.details['retryAfterMs']], ['limited', 'budget', 1000])
    return true
  })
})
