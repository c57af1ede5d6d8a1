/** The template id of every line as a file. Ids are final at the end only, so numbers are laid down first and named then: memory does not grow with lines. */
import { createWriteStream } from 'node:fs'
import { open, rm } from 'node:fs/promises'
import { once } from 'node:events'
import { AppError } from '../../base/error.ts'

export interface Assignments {
  take(clusters: Uint32Array): void
  /** Resolves when what was taken does not pile up any more. */
  drained(): Promise<void>
  write(templateOf: (cluster: number) => string): Promise<void>
  /** Takes away what was laid down. */
  close(): Promise<void>
}

const highWater = 1 << 20
const blockBytes = 1 << 16

/** Fails with `forbidden`, `not_found` or `no_space` when the file cannot be written. */
export const openAssignments = async (path: string): Promise<Assignments> => {
  const spillPath = `${path}.${process.pid}.part`
  const spill = await open(spillPath, 'wx+', 0o600).catch((error: unknown) => {
    throw told(error, path)
  })
  let waiting: Buffer[] = []
  let held = 0
  let written = 0
  const flush = async (): Promise<void> => {
    const blocks = waiting
    waiting = []
    held = 0
    for (const block of blocks) {
      await spill.write(block, 0, block.length, written).catch((error: unknown) => {
        throw told(error, path)
      })
      written += block.length
    }
  }
  return {
    take: (clusters) => {
      const block = Buffer.from(clusters.buffer.slice(clusters.byteOffset, clusters.byteOffset + clusters.byteLength))
      waiting.push(block)
      held += block.length
    },
    drained: async () => {
      if (held > highWater) await flush()
    },
    write: async (templateOf) => {
      await flush()
      const output = createWriteStream(path, { highWaterMark: highWater })
      const failed = once(output, 'error').then(([error]) => {
        throw told(error, path)
      })
      const work = async (): Promise<void> => {
        const block = Buffer.alloc(blockBytes)
        for (let at = 0; at < written;) {
          const { bytesRead } = await spill.read(block, 0, Math.min(blockBytes, written - at), at)
          const numbers = new Uint32Array(block.buffer, block.byteOffset, bytesRead >> 2)
          at += bytesRead
          let text = ''
          for (const number of numbers) text += `${templateOf(number)}\n`
          if (!output.write(text)) await once(output, 'drain')
        }
        output.end()
        await once(output, 'close')
      }
      await Promise.race([work(), failed])
    },
    close: async () => {
      await spill.close()
      await rm(spillPath, { force: true })
    },
  }
}

const told = (error: unknown, path: string): unknown => {
  const { code } = error as NodeJS.ErrnoException
  if (code === 'ENOENT' || code === 'ENOTDIR') return new AppError('not_found', `There is no folder for "${path}". Make it first.`, { cause: error })
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return new AppError('forbidden', `"${path}" cannot be written by this user.`, { cause: error })
  if (code === 'ENOSPC' || code === 'EDQUOT') return new AppError('no_space', `The disk is full, so "${path}" could not be written.`, { cause: error })
  return error
}
