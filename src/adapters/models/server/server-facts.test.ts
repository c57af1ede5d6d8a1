import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startStubModel } from '../../../../test/support/stub-model/server.ts'
import { openModelServer } from './model-server.ts'
import { readServerFacts, type ServerFacts } from './server-facts.ts'

const model = 'qwen3:8b'
const list = (fields: object): object => ({
  object: 'list',
  data: [
    { id: 'another', object: 'model', max_model_len: 512 },
    { id: model, object: 'model', ...fields },
  ],
})

// Bodies in the form that each server documents, cut to the fields around what is read.
const servers: readonly [name: string, routes: Record<string, unknown>, facts: ServerFacts][] = [
  ['vLLM', { '/v1/models': list({ owned_by: 'vllm', root: model, max_model_len: 32_768 }) }, { contextTokens: 32_768, holdsSchemas: true }],
  [
    'llama.cpp, by what it serves rather than what the model was trained for',
    {
      '/v1/models': list({ owned_by: 'llamacpp', meta: { n_ctx_train: 131_072 } }),
      '/props': { total_slots: 1, default_generation_settings: { id: 0, n_ctx: 6_144 } },
    },
    { contextTokens: 6_144, holdsSchemas: true },
  ],
  [
    'Ollama with a model that runs',
    {
      '/v1/models': list({ owned_by: 'library' }),
      '/api/ps': { models: [{ name: model, model, context_length: 16_384 }] },
      '/api/show': { parameters: '', model_info: { 'general.architecture': 'qwen3', 'qwen3.context_length': 40_960 } },
    },
    { contextTokens: 16_384, holdsSchemas: true },
  ],
  [
    'Ollama with a window set in the model',
    {
      '/api/ps': { models: [] },
      '/api/show': {
        parameters: 'stop "<|im_end|>"\nnum_ctx                        8192',
        model_info: { 'general.architecture': 'qwen3', 'qwen3.context_length': 40_960 },
      },
    },
    { contextTokens: 8_192, holdsSchemas: true },
  ],
  [
    'Ollama with nothing set',
    { '/api/show': { model_info: { 'general.architecture': 'qwen3', 'qwen3.context_length': 40_960 } } },
    { contextTokens: 4_096, holdsSchemas: true },
  ],
  [
    'LM Studio 0.4 with a model that is loaded',
    {
      '/api/v1/models': {
        models: [{ type: 'llm', key: model, max_context_length: 131_072, loaded_instances: [{ id: model, config: { context_length: 12_000 } }] }],
      },
    },
    { contextTokens: 12_000, holdsSchemas: true },
  ],
  [
    'LM Studio 0.3 with a model that is not loaded',
    { '/api/v0/models': { object: 'list', data: [{ id: model, type: 'llm', state: 'not-loaded', max_context_length: 32_768 }] } },
    { contextTokens: 4_096, holdsSchemas: true },
  ],
  ['a gateway with windows in its list', { '/v1/models': list({ context_length: 200_000 }) }, { contextTokens: 200_000, holdsSchemas: false }],
  ['a server that tells nothing', { '/v1/models': list({}) }, { contextTokens: null, holdsSchemas: false }],
  [
    'a server that tells nonsense',
    { '/v1/models': list({ max_model_len: -1 }), '/props': [1], '/api/show': { model_info: 'big' } },
    { contextTokens: null, holdsSchemas: false },
  ],
]

for (const [name, routes, facts] of servers) {
  test(`the window is read of ${name}`, async () => {
    await using stub = await startStubModel({ routes })
    const server = openModelServer(stub.url, 1_000)
    assert.deepEqual(await readServerFacts(server, model, new AbortController().signal), facts)
    await server.close()
  })
}

test('a server that is silent or gone is not waited for, and nothing is known', async () => {
  const stub = await startStubModel({ fault: { kind: 'refuse' } })
  const server = openModelServer(stub.url, 1_000)
  assert.deepEqual(await readServerFacts(server, model, AbortSignal.abort()), { contextTokens: null, holdsSchemas: false })
  await stub.close()
  assert.deepEqual(await readServerFacts(server, model, new AbortController().signal), { contextTokens: null, holdsSchemas: false })
  await server.close()
})
