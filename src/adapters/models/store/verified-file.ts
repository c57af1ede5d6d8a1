/** Remembers that a file was found to be the right one, so that a gigabyte is not hashed at every start. */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { throwIfAborted } from '../../../base/async.ts'
import { newId } from '../../../base/id.ts'
import type { ModelFile } from './catalogue.ts'

/** True when the file is there and is the one named by its hash: as remembered while size and time stay, else by reading it. */
export const isVerified = async (path: string, file: ModelFile): Promise<boolean> => {
  const stamp = await stampOf(path, file)
  if (stamp?.bytes !== file.bytes) return false
  const remembered = await readFile(`${path}.verified`, 'utf8').catch(() => '')
  if (remembered === noteOf(stamp)) return true
  if ((await sha256OfFile(path)) !== file.sha256) return false
  await rememberVerified(path, file)
  return true
}

/** To be called only for a file whose hash has just been compared. */
export const rememberVerified = async (path: string, file: ModelFile): Promise<void> => {
  const stamp = await stampOf(path, file)
  if (!stamp) return
  const temporary = `${path}.verified-${newId()}`
  // A cache that cannot be written (a read-only image) still serves: it is hashed each time.
  await writeFile(temporary, noteOf(stamp))
    .then(() => rename(temporary, `${path}.verified`))
    .catch(() => rm(temporary, { force: true }).catch(() => {}))
}

export const sha256OfFile = (path: string): Promise<string> => sha256OfStream(createReadStream(path, { highWaterMark: 1 << 20 }))

export const sha256OfStream = async (stream: AsyncIterable<Uint8Array>, signal?: AbortSignal): Promise<string> => {
  const hash = createHash('sha256')
  for await (const chunk of stream) {
    throwIfAborted(signal)
    hash.update(chunk)
  }
  return hash.digest('hex')
}

interface Stamp {
  readonly bytes: number
  readonly modifiedMs: number
  readonly sha256: string
}

const stampOf = async (path: string, { sha256 }: ModelFile): Promise<Stamp | null> => {
  const found = await stat(path).catch(() => null)
  return found?.isFile() ? { bytes: found.size, modifiedMs: found.mtimeMs, sha256 } : null
}

const noteOf = (stamp: Stamp): string => `${JSON.stringify(stamp)}\n`
