/** A disk that fills up while documents are stored, again and again: reading goes on, writing says so, opening works, nothing is lost. Needs root for a small tmpfs. `node full-disk.ts 20` */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statfsSync, writeFileSync, writeSync, openSync, closeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeBallast } from '../../src/adapters/postgres/ballast.ts'
import type { Database } from '../../src/adapters/postgres/database.ts'
import { openDataFolder, type DataFolder } from '../../src/adapters/postgres/data-folder.ts'
import { openDocumentStore } from '../../src/adapters/postgres/document-store.ts'
import { migrate } from '../../src/adapters/postgres/migrate.ts'
import { openPglite } from '../../src/adapters/postgres/open-pglite.ts'
import { isAppError } from '../../src/base/error.ts'
import type { DocumentStore } from '../../src/domain/document.ts'
import { templateDir } from '../support/stores.ts'
import { asScript } from './process.ts'
import { collection, compare, readLog, runStep, stepAt } from './workload.ts'

const diskMib = 320

interface Ground extends AsyncDisposable {
  folder: DataFolder
  database: Database
  store: DocumentStore
}

export const fillRepeatedly = async (count: number): Promise<string> => {
  const dir = mkdtempSync(join(tmpdir(), 'answerable-full-'))
  const [disk, log] = [join(dir, 'disk'), join(dir, 'log')]
  mkdirSync(disk)
  writeFileSync(log, '')
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${diskMib}m,mode=700`, 'tmpfs', disk], { encoding: 'utf8' })
  if (mounted.status !== 0) throw new Error(mounted.stderr)
  try {
    const data = join(disk, 'data')
    await begin(data, log)
    // From a byte left to a little more than what a write wants; the filler is another program's file.
    for (let round = 0; round < count; round++)
      await fillOnce(data, join(disk, 'filler'), log, round % 4 === 0 ? 0 : Math.floor(Math.random() * 40 * 1024 * 1024))
    return `${count} full disks, ${readLog(readFileSync(log, 'utf8')).next} writes: none lost, each refusal said why, each recovery by itself`
  } finally {
    spawnSync('umount', ['--lazy', disk])
    rmSync(dir, { recursive: true, force: true })
  }
}

const begin = async (data: string, log: string): Promise<void> => {
  await using ground = await open(data)
  assert.equal(await makeBallast(data), true)
  await write(ground.store, log, 3)
}

const open = async (dataDir: string): Promise<Ground> => {
  const folder = await openDataFolder(dataDir, { url: '' })
  const database = await openPglite({ dataDir, templateDir })
  await migrate(database)
  const close = async (): Promise<void> => {
    await database.close()
    await folder.close()
  }
  return { folder, database, store: openDocumentStore(database), [Symbol.asyncDispose]: close }
}

/** Fills while open, fills what closing freed, opens on the full disk, frees it, and goes on. */
const fillOnce = async (data: string, filler: string, log: string, leaveBytes: number): Promise<void> => {
  {
    await using ground = await open(data)
    fill(data, filler, leaveBytes)
    await readsWork(ground, log)
    await writeWhileItGoes(ground.store, log)
    fill(data, filler, 0)
    assert.equal(await writeWhileItGoes(ground.store, log), 0)
    await readsWork(ground, log)
  }
  fill(data, filler, 0)
  await using ground = await open(data)
  await readsWork(ground, log)
  fill(data, filler, 0)
  assert.equal(await writeWhileItGoes(ground.store, log), 0)
  rmSync(filler)
  await write(ground.store, log, 2)
  assert.equal(await makeBallast(data), true)
  await readsWork(ground, log)
}

const fill = (data: string, filler: string, leaveBytes: number): void => {
  const file = openSync(filler, 'a')
  const block = Buffer.alloc(64 * 1024)
  try {
    for (;;) {
      const { bavail, bsize } = statfsSync(data)
      const room = bavail * bsize - leaveBytes
      if (room <= 0) return
      writeSync(file, block, 0, Math.min(room, block.length))
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
  } finally {
    closeSync(file)
  }
}

const readsWork = async ({ database, store }: Ground, log: string): Promise<void> => {
  await compare(database, store, readLog(readFileSync(log, 'utf8')))
  const { documents } = await store.list(collection, 1, null)
  const chunks = await store.chunksOf(documents[0]!.id)
  assert.equal((await store.passages(chunks.map(({ id }) => id))).length, chunks.length)
}

/** How many writes were taken before one was refused, or 40; a write that fails for another reason than the disk is a mistake. */
const writeWhileItGoes = async (store: DocumentStore, log: string): Promise<number> => {
  for (let writes = 0; writes < 40; writes++) {
    const refused = await write(store, log, 1).then(
      () => null,
      (error: unknown) => error,
    )
    if (!refused) continue
    assert.ok(isAppError(refused) && refused.code === 'no_space', String(refused))
    assert.match(refused.message, /Free some space/)
    return writes
  }
  return 40
}

const write = async (store: DocumentStore, log: string, count: number): Promise<void> => {
  for (let index = 0; index < count; index++) {
    const { next, underWay } = readLog(readFileSync(log, 'utf8'))
    const n = underWay ? next - 1 : next
    appendFileSync(log, `try ${n}\n`)
    await runStep(store, stepAt(n))
    appendFileSync(log, `ack ${n}\n`)
  }
}

/** Why it cannot run here, or false. */
export const fullDiskMissing = (): string | false =>
  process.platform === 'linux' && process.getuid?.() === 0 ? false : 'a full disk needs root on Linux, for a small tmpfs'

await asScript(import.meta.url, fillRepeatedly, 20)
