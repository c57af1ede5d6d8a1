/** The adapter for OpenAI-compatible servers against a real one. */
import assert from 'node:assert/strict'
import { after, afterEach, before, test } from 'node:test'
import { openCompatible } from '../../../src/adapters/models/server/compatible-generator.ts'
import { cutByServer } from '../../../src/adapters/tokens/server-pieces.ts'
import { llamaServerMissing, startLlamaServer, type LlamaServer } from '../../support/llama-server.ts'
import { generatorContract } from '../../contracts/generator.ts'
import { collect } from '../collect.ts'
import { skipLocal, smallModel } from '../local-model.ts'
import { hasPassed, metered, printTable, type Meter } from './meter.ts'

const skip = skipLocal || llamaServerMissing

let server: LlamaServer
let meter: Meter
before(async () => {
  if (skip) return
  server = await startLlamaServer(smallModel!.modelPath)
  meter = metered(openCompatible({ baseUrl: server.url }))
})
after(async () => {
  if (skip) return
  await meter.generator.close()
  await server[Symbol.asyncDispose]()
  printTable([meter])
})

afterEach((t) => {
  if (!skip && hasPassed(t)) meter.held += 1
})

generatorContract({
  name: 'llama.cpp server',
  skip,
  open: async () => Object.assign(Object.create(meter.generator) as Meter['generator'], { [Symbol.asyncDispose]: async () => {} }),
})

test('llama.cpp server: the answer keeps to a schema, and its usage is the server’s own', { skip }, async () => {
  const schema = { type: 'object', properties: { capital: { type: 'string' } }, required: ['capital'], additionalProperties: false }
  const messages = [{ role: 'user', content: 'The capital of France, as JSON.' }] as const
  const { text, finish } = await collect(meter.generator.stream(messages, { maxTokens: 60, temperature: 0, schema }))
  assert.deepEqual(Object.keys(JSON.parse(text) as object), ['capital'])
  assert.equal(finish?.usage.reported, true)
})

test('llama.cpp server: tokens are cut by the server itself', { skip }, async () => {
  const pieces = await cutByServer('ChatGPT', { baseUrl: `${server.url}/v1` })
  assert.deepEqual(
    pieces?.map(({ text }) => text),
    ['Chat', 'G', 'PT'],
  )
})
