import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { AppError, isAppError, type ErrorCode } from '../base/error.ts'
import type { Generator, GeneratorPart } from '../domain/model.ts'
import { circuitBreaker } from './circuit-breaker.ts'
import { fallbackGenerator, type Chain, type ChainLink } from './fallback-generator.ts'
import { ends, says, scriptedGenerator } from './generator-for-tests.ts'

const down = (code: ErrorCode = 'upstream'): AppError => new AppError(code, 'It is down.')
const link = (generator: Generator): ChainLink => ({ generator, breaker: circuitBreaker() })
const chainOf = (...generators: Generator[]): Chain => generators.map(link) as unknown as Chain

const run = async (generator: Generator, signal?: AbortSignal) => {
  const parts: GeneratorPart[] = []
  let error: unknown = null
  try {
    for await (const part of generator.stream([], { maxTokens: 10, temperature: 0 }, signal)) parts.push(part)
  } catch (thrown) {
    error = thrown
  }
  const finish = parts.findLast((part) => part.type === 'finish')
  return { text: parts.map((part) => (part.type === 'text-delta' ? part.text : '')).join(''), model: finish?.model ?? null, error }
}

test('the next model answers when one failed before its first word, and is named', async () => {
  for (const code of ['upstream', 'upstream_timeout', 'unavailable', 'limited'] as const) {
    const first = scriptedGenerator([[down(code)]], { id: 'first' })
    const second = scriptedGenerator([[says('Yes.'), ends]], { id: 'second' })
    assert.deepEqual(await run(fallbackGenerator(chainOf(first, second))), { text: 'Yes.', model: 'second', error: null })
  }
})

test('nobody else goes on with a text that broke off', async () => {
  const second = scriptedGenerator([[says('No.'), ends]])
  const { text, error } = await run(fallbackGenerator(chainOf(scriptedGenerator([[says('Ye'), down()]]), second)))
  assert.equal(text, 'Ye')
  assert.ok(isAppError(error) && error.code === 'upstream')
  assert.equal(second.calls, 0)
})

test('what is wrong with the request is told at once, and does not count against the model', async () => {
  const chain = chainOf(scriptedGenerator([[down('invalid')]]), scriptedGenerator([[ends]]))
  for (let i = 0; i < 4; i++) assert.equal(((await run(fallbackGenerator(chain))).error as AppError).code, 'invalid')
  assert.equal(chain[0].breaker.state, 'closed')
})

test('who cancels gets nobody else’s answer', async () => {
  const controller = new AbortController()
  const failing = scriptedGenerator([[down()]])
  const first: Generator = {
    ...failing,
    stream: (...asked) => {
      controller.abort(new Error('left'))
      return failing.stream(...asked)
    },
  }
  const second = scriptedGenerator([[ends]])
  await run(fallbackGenerator(chainOf(first, second)), controller.signal)
  assert.equal(second.calls, 0)
})

test('a prompt that was too large goes only to a larger window', async () => {
  const small = scriptedGenerator([[down('too_large')]], { id: 'small', contextTokens: 4096 })
  const same = scriptedGenerator([[says('same'), ends]], { id: 'same', contextTokens: 4096 })
  const large = scriptedGenerator([[says('large'), ends]], { id: 'large', contextTokens: 8192 })
  const chain = chainOf(small, same, large)
  assert.equal((await run(fallbackGenerator(chain))).model, 'large')
  assert.equal(same.calls, 0)
  assert.equal(chain[0].breaker.lastFailure, null)
})

test('when all failed, the error names each with its sentence', async () => {
  const first = scriptedGenerator([[new AppError('limited', 'Too many requests.', { details: { retryAfterMs: 5000 } })]], { id: 'first' })
  const second = scriptedGenerator([[new AppError('upstream', 'No answer from 127.0.0.1.')]], { id: 'second' })
  const { error } = await run(fallbackGenerator(chainOf(first, second)))
  assert.ok(isAppError(error))
  assert.equal(error.code, 'limited')
  assert.equal(error.message, 'None of the models answered. first: Too many requests. second: No answer from 127.0.0.1.')
  assert.equal(error.details['retryAfterMs'], 5000)
})

test('a model alone fails in its own words', async () => {
  const error = down()
  assert.equal((await run(fallbackGenerator(chainOf(scriptedGenerator([[error]]))))).error, error)
})

test('a dead first model is passed over after three questions, and a model alone is always asked', async () => {
  const dead = scriptedGenerator([[down()]], { id: 'dead' })
  const live = scriptedGenerator([[says('Yes.'), ends]], { id: 'live' })
  const chain = chainOf(dead, live)
  const generator = fallbackGenerator(chain)
  for (let i = 0; i < 5; i++) assert.equal((await run(generator)).model, 'live')
  assert.equal(dead.calls, 3)
  assert.equal(generator.id, 'live')

  const alone = scriptedGenerator([[down()]])
  const single = fallbackGenerator(chainOf(alone))
  for (let i = 0; i < 5; i++) await run(single)
  assert.equal(alone.calls, 5)
})

test('a prompt made for the chain fits each of its models, and what is promised each can do', async () => {
  const small = scriptedGenerator([], {
    contextTokens: 4096,
    capabilities: { structured: 'json', tools: true, maxOutputTokens: null, languages: ['en', 'de'] },
  })
  const large = scriptedGenerator([], { contextTokens: 128_000, capabilities: { structured: 'strict', tools: true, maxOutputTokens: 16_384, languages: null } })
  const generator = fallbackGenerator(chainOf(large, small))
  assert.equal(generator.contextTokens, 4096)
  assert.deepEqual(generator.capabilities, { structured: 'json', tools: true, maxOutputTokens: 16_384, languages: ['en', 'de'] })
})

test('tokens are counted by another when the first cannot', async () => {
  const broken = scriptedGenerator([], { countTokens: async () => Promise.reject(down()) })
  assert.equal(await fallbackGenerator(chainOf(broken, scriptedGenerator([]))).countTokens('four'), 4)
})

type Outcome = 'answers' | 'fails' | 'breaks' | 'invalid'
const scripts: Record<Outcome, readonly (GeneratorPart | Error)[]> = {
  answers: [says('Yes.'), ends],
  fails: [down()],
  breaks: [says('Ye'), down()],
  invalid: [down('invalid')],
}

test('of any chain the first that does not merely fail decides, and no text is mixed', async () => {
  const outcomes = fc.array(fc.constantFrom<Outcome>('answers', 'fails', 'breaks', 'invalid'), { minLength: 1, maxLength: 5 })
  await fc.assert(
    fc.asyncProperty(outcomes, async (given) => {
      const generators = given.map((outcome, index) => scriptedGenerator([scripts[outcome]], { id: `m${index}` }))
      const { text, model, error } = await run(fallbackGenerator(chainOf(...generators)))
      const deciding = given.findIndex((outcome) => outcome !== 'fails')
      const outcome = given[deciding] ?? 'fails'
      assert.equal(text, { answers: 'Yes.', fails: '', breaks: 'Ye', invalid: '' }[outcome])
      assert.equal(model, outcome === 'answers' ? `m${deciding}` : null)
      assert.equal(error === null, outcome === 'answers')
      assert.deepEqual(
        generators.map(({ calls }) => calls),
        given.map((_, index) => (deciding < 0 || index <= deciding ? 1 : 0)),
      )
    }),
  )
})
