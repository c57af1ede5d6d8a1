import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { openModelStore } from '../../src/adapters/models/store/model-store.ts'
import { describeGenerator, llamaRuntimeDir, openGenerator, type GeneratorParts, type GeneratorSetting } from '../../src/adapters/models/open-generator.ts'
import { startStubModel } from '../support/stub-model/server.ts'
import { ask } from './collect.ts'
import { modelsDir, skipLocal, smallModel, store } from './local-model.ts'

const nothingInstalled = async (): Promise<GeneratorParts & AsyncDisposable> => {
  const dir = await mkdtemp(join(tmpdir(), 'answerable-'))
  return { store: openModelStore({ dir, env: {} }), runtimeDir: llamaRuntimeDir(dir), [Symbol.asyncDispose]: () => rm(dir, { recursive: true }) }
}

test('with nothing configured and nothing installed the documents’ own sentences answer, and it is said how to get more', async () => {
  await using parts = await nothingInstalled()
  const opened = await openGenerator({ kind: 'auto' }, parts)
  assert.equal(opened.generator, null)
  assert.match(describeGenerator(opened).join('\n'), /extractive.*\n.*models pull qwen2\.5-coder-1\.5b.*OPENAI_BASE_URL/)
})

test('a configured server comes first, and its first model is named', async () => {
  await using parts = await nothingInstalled()
  await using stub = await startStubModel({ models: ['llama3'] })
  const { generator, summary, advice } = await openGenerator({ kind: 'auto', openai: { baseUrl: stub.url } }, parts)
  assert.equal(summary, `llama3 at ${new URL(stub.url).host}`)
  assert.equal(generator?.id, 'llama3')
  assert.equal(advice, null)
  assert.match((await ask(generator)).text, /5 s/)
  await generator.close()
})

test('a server that is down stays the answerer, and it is said why it does not answer', async () => {
  await using parts = await nothingInstalled()
  const stub = await startStubModel()
  await stub.close()
  const { generator, advice } = await openGenerator({ kind: 'openai', baseUrl: stub.url }, parts)
  assert.match(advice ?? '', /Is it running\?/)
  assert.ok(generator)
  await generator.close()
})

test('a named model on a server that is down is told as such, until a look finds it up', async () => {
  await using parts = await nothingInstalled()
  const stub = await startStubModel()
  const { port } = new URL(stub.url)
  await stub.close()
  const { generator, summary, advice, look } = await openGenerator({ kind: 'compatible', baseUrl: stub.url, model: 'llama3' }, parts)
  assert.match(summary, /^llama3 at .*, which does not answer now$/)
  assert.match(advice ?? '', /Is it running\?/)
  await using _up = await startStubModel({ port: Number(port) })
  const again = await look!()
  assert.deepEqual([again.generator, again.summary, again.advice], [generator, `llama3 at ${new URL(stub.url).host}`, null])
  await generator?.close()
})

test('a key without an address means OpenAI, with a named model', async () => {
  await using parts = await nothingInstalled()
  const { generator, summary } = await openGenerator({ kind: 'auto', openai: { apiKey: 'sk-x' } }, parts)
  assert.equal(summary, 'gpt-4o-mini at api.openai.com')
  await generator?.close()
})

test('of what is configured the user’s own server comes first, then Anthropic, then OpenAI', async () => {
  await using parts = await nothingInstalled()
  await using stub = await startStubModel({ models: ['llama3'] })
  const [openai, anthropic] = [{ apiKey: 'sk-x' }, { apiKey: 'sk-ant-x' }]
  const summaryOf = async (setting: GeneratorSetting): Promise<string> => {
    const { generator, summary } = await openGenerator(setting, parts)
    await generator?.close()
    return summary
  }
  assert.equal(await summaryOf({ kind: 'auto', openai, anthropic }), 'claude-haiku-4-5 at api.anthropic.com')
  assert.match(await summaryOf({ kind: 'auto', openai: { ...openai, baseUrl: stub.url }, anthropic }), /^llama3 at 127/)
})

test('a server that speaks Anthropic’s format answers, with the limits that are known of the model', async () => {
  await using parts = await nothingInstalled()
  await using stub = await startStubModel()
  const { generator, known } = await openGenerator({ kind: 'anthropic', baseUrl: stub.url, apiKey: 'x', model: 'claude-haiku-4-5' }, parts)
  assert.match((await ask(generator!)).text, /5 s/)
  assert.deepEqual([generator?.contextTokens, known?.maxOutputTokens], [200_000, 64_000])
  await generator?.close()
})

test('what is asked for by name and is not there is told with the command that brings it', async () => {
  await using parts = await nothingInstalled()
  const fails = (setting: GeneratorSetting, pattern: RegExp) => assert.rejects(openGenerator(setting, parts), { code: 'unavailable', message: pattern })
  await fails({ kind: 'local', model: 'qwen2.5-coder-0.5b' }, /models pull qwen2\.5-coder-0\.5b/)
  await fails({ kind: 'gguf', path: '/nowhere/model.gguf' }, /no model file at \/nowhere/)
  await fails({ kind: 'gguf', path: import.meta.filename }, /not a whole GGUF/)
})

test('an installed local model answers when no server is configured', { skip: skipLocal }, async () => {
  const { generator, summary } = await openGenerator({ kind: 'auto' }, { store, runtimeDir: llamaRuntimeDir(modelsDir) })
  assert.match(summary, /^qwen2\.5-coder-(1\.5|0\.5)b, on this machine$/)
  await generator?.close()
})

test('the user’s own GGUF file answers under the name of its file', { skip: skipLocal }, async () => {
  const { generator } = await openGenerator(
    { kind: 'gguf', path: smallModel!.modelPath, contextTokens: 1024 },
    { store, runtimeDir: llamaRuntimeDir(modelsDir) },
  )
  assert.equal(generator?.id, 'qwen2.5-coder-0.5b-instruct-q4_k_m')
  assert.equal(generator.contextTokens, 1024)
  assert.match((await ask(generator, { maxTokens: 30 })).text, /5 s/)
  await generator.close()
})
