import type { Readable } from 'node:stream'
import { openPromise } from 'yauzl'
import { AppError } from '../../../base/error.ts'

/** The bytes of one file inside a jar or wheel, as a stream: members of 50 MB and more are never held whole. */
export async function* readZipMember(zipPath: string, member: string): AsyncGenerator<Uint8Array, void> {
  const zip = await openPromise(zipPath, { lazyEntries: true, autoClose: false })
  try {
    for await (const entry of zip.eachEntry()) {
      if (entry.fileName !== member) continue
      const stream: Readable = await zip.openReadStreamPromise(entry)
      yield* stream
      return
    }
    throw new AppError('unavailable', `there is no "${member}" inside`)
  } finally {
    zip.close()
  }
}
