import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { test } from 'node:test'
import { embedderContract } from '../../../../test/contracts/embedder.ts'
import reference from '../../../../test/fixtures/reference-vectors.json' with { type: 'json' }
import { installedModel, testModelStore } from '../../../../test/support/installed-model.ts'
import { openEmbeddingPool } from './embedding-pool.ts'
import { startEmbeddingThread } from './embedding-thread.ts'
import { openEmbedder } from './open-embedder.ts'
import { openOnnxEmbedder, type OnnxEmbedderOptions } from './onnx-embedder.ts'

const bge = await installedModel('bge-small-en-v1.5')
const miniLm = await installedModel('all-minilm-l6-v2')
const skip = bge && miniLm ? false : 'no source of the embedding models can be reached'

const bgeOptions = (options: Partial<OnnxEmbedderOptions> = {}): OnnxEmbedderOptions => ({
  id: 'bge',
  modelPath: bge!.model,
  tokenizerPath: bge!.tokenizer!,
  pooling: 'cls',
  prefixes: { query: '', document: '' },
  maxTokens: 512,
  ...options,
})

embedderContract('bge-small in worker threads', () => openOnnxEmbedder(bgeOptions()), { skip, backlog: 20 })

for (const [model, { texts: recorded }] of Object.entries(reference.models)) {
  test(`${model}: vectors and token counts are those that Python's onnxruntime computed from the same file`, { skip }, async () => {
    await using embedder = disposable(await openEmbedder({ kind: 'catalogue', model }, testModelStore()))
    const vectors = await embedder.embed(reference.texts, 'document')
    const counts = await embedder.countTokens(reference.texts)
    for (const [index, { vector: expected, tokens }] of recorded.entries()) {
      const vector = vectors[index]!
      const cosine = vector.reduce((sum, value, at) => sum + value * expected[at]!, 0)
      const farthest = Math.max(...vector.map((value, at) => Math.abs(value - expected[at]!)))
      const text = JSON.stringify(reference.texts[index]!.slice(0, 40))
      assert.ok(cosine > 0.9999, `${text}: cosine ${cosine}`)
      assert.ok(farthest < 1e-4, `${text}: differs by ${farthest}`)
      assert.equal(Math.min(counts[index]! + 2, embedder.maxTokens), tokens, text)
    }
  })
}

test('what lies beyond the tokens that the model reads changes nothing', { skip }, async () => {
  await using embedder = disposable(await openOnnxEmbedder(bgeOptions({ maxTokens: 12 })))
  const [short, long] = await embedder.embed(
    ['one two three four five six seven eight nine ten', 'one two three four five six seven eight nine ten eleven'],
    'document',
  )
  assert.deepEqual(short, long)
})

test('questions and documents get their prefixes', { skip }, async () => {
  await using plain = disposable(await openOnnxEmbedder(bgeOptions()))
  await using prefixed = disposable(await openOnnxEmbedder(bgeOptions({ prefixes: { query: 'query: ', document: 'passage: ' } })))
  assert.deepEqual(await prefixed.embed(['cost'], 'query'), await plain.embed(['query: cost'], 'query'))
  assert.deepEqual(await prefixed.embed(['cost'], 'document'), await plain.embed(['passage: cost'], 'document'))
})

test('a question waits for one text of a thread at most, though hundreds queue', { skip }, async () => {
  await using embedder = disposable(await openOnnxEmbedder(bgeOptions()))
  const text = 'Prometheus scrapes metrics from instrumented jobs. '.repeat(25)
  const stop = new AbortController()
  const documents = embedder.embed(Array<string>(400).fill(text), 'document', stop.signal).catch(() => {})
  await sleep(500)
  let documentsDone = false
  void documents.then(() => (documentsDone = true))
  for (let asked = 0; asked < 10; asked++) await embedder.embed([`question ${asked}`], 'query')
  // Behind the queue the first question alone would wait for all 400.
  assert.equal(documentsDone, false)
  stop.abort()
  await documents
})

test('embedding and counting leave the main thread free', { skip }, async () => {
  await using embedder = disposable(await openOnnxEmbedder(bgeOptions()))
  const lags: number[] = []
  let last = performance.now()
  const ticking = setInterval(() => {
    lags.push(performance.now() - last - 5)
    last = performance.now()
  }, 5)
  await Promise.all([
    embedder.embed(Array<string>(60).fill('A sentence of some length. '.repeat(30)), 'document'),
    embedder.countTokens(Array<string>(500).fill('Many words to count. '.repeat(100))),
  ])
  clearInterval(ticking)
  const p90 = lags.sort((a, b) => a - b)[Math.floor(lags.length * 0.9)]!
  // On the main thread the work is one piece of seconds; a busy machine alone makes some tens of milliseconds.
  assert.ok(p90 < 500, `the loop lagged ${p90} ms`)
})

test('the second thread comes with a backlog and leaves when there is none, and nothing is lost meanwhile', { skip }, async () => {
  const start = () => startEmbeddingThread(bgeOptions())
  await using pool = disposable(openEmbeddingPool({ start, first: start(), mostThreads: 2, idleMs: 100 }))
  for (let round = 0; round < 3; round++) {
    const vectors = Array.from({ length: 60 }, (_, index) => pool.embed(`text ${index}`, false))
    assert.equal(pool.threads(), 2)
    assert.equal((await Promise.all(vectors)).length, 60)
    while (pool.threads() > 1) await sleep(10)
    await pool.embed('still here', true)
    assert.equal(pool.threads(), 1)
  }
})

test('a program that ends while it embeds ends as it wants to', { skip }, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'answerable-ending-'))
  const program = `
    import { openOnnxEmbedder } from ${JSON.stringify(new URL('./onnx-embedder.ts', import.meta.url).href)}
    const embedder = await openOnnxEmbedder(${JSON.stringify(bgeOptions())})
    embedder.embed(Array(100).fill('some words '.repeat(100)), 'document').catch(() => {})
    setTimeout(() => process.exit(3), 300)`
  await writeFile(join(folder, 'program.mjs'), program)
  const { status, stderr } = spawnSync(process.execPath, [join(folder, 'program.mjs')], { encoding: 'utf8' })
  await rm(folder, { recursive: true })
  assert.deepEqual({ status, stderr }, { status: 3, stderr: '' })
})

const brokenFiles: { name: string; content: string; part: 'modelPath' | 'tokenizerPath'; says: RegExp }[] = [
  {
    name: 'a model file that is no model',
    content: 'not a model',
    part: 'modelPath',
    says: /The embedding model .* cannot be loaded \(.+\)\. Delete it and fetch it again/,
  },
  { name: 'a tokenizer that is no JSON', content: '{', part: 'tokenizerPath', says: /The tokenizer .* cannot be read\. Delete it/ },
  { name: 'a tokenizer that is some other JSON', content: '{"model": {}}', part: 'tokenizerPath', says: /The tokenizer .* cannot be read\. Delete it/ },
]

for (const { name, content, part, says } of brokenFiles) {
  test(`${name} is told in a sentence when it is opened`, { skip }, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'answerable-broken-'))
    await writeFile(join(folder, 'broken'), content)
    await assert.rejects(openOnnxEmbedder(bgeOptions({ [part]: join(folder, 'broken') })), { code: 'unavailable', message: says })
    await rm(folder, { recursive: true })
  })
}

test('a closed embedder fails what is open and what comes, and says why', { skip }, async () => {
  const embedder = await openOnnxEmbedder(bgeOptions())
  const open = assert.rejects(embedder.embed(Array<string>(50).fill('text'), 'document'), { code: 'unavailable' })
  await embedder.close()
  await open
  await assert.rejects(embedder.embed(['text'], 'query'), { code: 'unavailable', message: /closed/ })
})

const disposable = <Resource extends { close(): Promise<void> }>(resource: Resource): Resource & AsyncDisposable =>
  Object.assign(resource, { [Symbol.asyncDispose]: () => resource.close() })
