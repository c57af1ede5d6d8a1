import assert from 'node:assert/strict'
import { collect, hello, type Collected } from '../../models/collect.ts'
import { checksOf, type Opened, type ProviderCase } from './provider-case.ts'

const schema = {
  type: 'object',
  properties: { timeout_seconds: { type: 'integer' }, sentence: { type: 'string' }, tags: { type: 'array', items: { type: 'string' } } },
  required: ['timeout_seconds', 'sentence', 'tags'],
} as const

const askFor = ({ generator }: Opened): Promise<Collected> => collect(generator.stream(hello, { maxTokens: 200, temperature: 0, schema }))

const whole = { timeout_seconds: 5, sentence: 'The default timeout is 5 s [1].', tags: ['The default timeout is 5 s [1].'] }

/** Answers that are JSON by a schema. */
export const structuredChecks = (provider: ProviderCase): void => {
  const check = checksOf(provider)
  const { strict, json } = provider.structure

  for (const ignoresStream of [false, true]) {
    check(`asked for a schema, the text is JSON that follows it${ignoresStream ? ', in one body too' : ''}`, { ignoresStream }, async (opened) => {
      const { text, finish, error } = await askFor(opened)
      assert.equal(error, null)
      assert.deepEqual([JSON.parse(text), finish?.reason], [whole, 'stop'])
      const sent = provider.schemaOf(opened.stub.requests[0]!.body!) as typeof schema
      assert.deepEqual(sent.properties, schema.properties)
    })
  }

  check(
    'a server that refuses schemas is asked for JSON, with the schema in words, and not asked for a schema again',
    { unsupported: [strict] },
    async (opened) => {
      assert.equal((await askFor(opened)).finish?.reason, 'stop')
      assert.match(JSON.stringify(opened.stub.requests[1]!.body), /follows this JSON Schema/)
      assert.equal((await askFor(opened)).finish?.reason, 'stop')
      assert.equal(opened.stub.requests.length, 3)
      assert.equal(opened.generator.capabilities.structured, 'json')
    },
  )

  check(
    'a server that refuses every form of it is asked in words, and a fence around its JSON is taken off',
    { unsupported: [strict, json], text: '```json\n{"timeout_seconds": 5}\n```' },
    async (opened) => {
      const { text, finish } = await askFor(opened)
      assert.deepEqual([text, finish?.reason], ['{"timeout_seconds": 5}', 'stop'])
      assert.equal(opened.generator.capabilities.structured, 'prompt')
      const { messages, ...rest } = opened.stub.requests.at(-1)!.body!
      assert.match(JSON.stringify(messages), /follows this JSON Schema.*timeout_seconds/)
      assert.doesNotMatch(JSON.stringify(rest), /timeout_seconds/)
    },
  )

  const thisSchema = { kind: 'status', status: 400, times: 1, body: '{"error":{"message":"Invalid schema for response_format: too deep"}}' } as const
  check('a schema that a server does not take is told in words for this answer only', { fault: thisSchema }, async (opened) => {
    assert.equal((await askFor(opened)).finish?.reason, 'stop')
    assert.match(JSON.stringify(opened.stub.requests[1]!.body), /follows this JSON Schema/)
    assert.equal((await askFor(opened)).finish?.reason, 'stop')
    assert.ok(provider.schemaOf(opened.stub.requests[2]!.body!))
    assert.equal(opened.stub.requests.length, 3)
  })

  check('JSON that breaks off is an error, and at its limit says so', { text: JSON.stringify(whole) }, async (opened) => {
    const { finish } = await collect(opened.generator.stream(hello, { maxTokens: 4, temperature: 0, schema }))
    assert.equal(finish?.reason, 'length')
    opened.stub.set({ text: JSON.stringify(whole), fault: { kind: 'close', atByte: 900 } })
    const cut = await askFor(opened)
    assert.deepEqual([cut.finish, (cut.error as { code?: string }).code], [null, 'upstream'])
  })

  check('what is no JSON comes as it is: whoever asked for it validates it', { text: 'I would rather not.' }, async (opened) => {
    const { text, finish } = await askFor(opened)
    assert.deepEqual([text, finish?.reason], ['I would rather not.', 'stop'])
  })

  check('without a schema nothing is said of JSON', {}, async ({ generator, stub }) => {
    await collect(generator.stream(hello, { maxTokens: 20, temperature: 0 }))
    assert.doesNotMatch(JSON.stringify(stub.requests[0]!.body), /json|schema/i)
  })
}
