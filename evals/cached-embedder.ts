import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sha256 } from '../src/base/id.ts'
import { sideOf, type Embedder, type Purpose } from '../src/domain/model.ts'

/** Remembers vectors on disk, so that only the first run of an evaluation waits for the model. One file a vector space: 32 bytes of hash, then the floats. */
export const cachedEmbedder = (inner: Embedder, folder: string): Embedder => {
  mkdirSync(folder, { recursive: true })
  const file = join(folder, `${sha256(inner.id).slice(0, 16)}.vectors`)
  const known = readVectors(file, inner.dimensions)

  const embedMissing = async (texts: readonly string[], purpose: Purpose, signal?: AbortSignal): Promise<void> => {
    const missing = [...new Set(texts)].filter((text) => !known.has(keyOf(text, purpose)))
    for (let from = 0; from < missing.length; from += 64) {
      const batch = missing.slice(from, from + 64)
      const vectors = await inner.embed(batch, purpose, signal)
      for (const [index, text] of batch.entries()) {
        const key = keyOf(text, purpose)
        known.set(key, vectors[index]!)
        appendFileSync(file, Buffer.concat([Buffer.from(key, 'hex'), Buffer.from(vectors[index]!.slice().buffer)]))
      }
    }
  }

  return {
    ...inner,
    embed: async (texts, purpose, signal) => {
      await embedMissing(texts, purpose, signal)
      return texts.map((text) => known.get(keyOf(text, purpose))!)
    },
  }
}

const keyOf = (text: string, purpose: Purpose): string => sha256(`${sideOf(purpose)}\n${text}`)

/** A record that was cut off by a killed run is the last one: it is left out, and what follows it is not read. */
const readVectors = (file: string, dimensions: number): Map<string, Float32Array> => {
  const known = new Map<string, Float32Array>()
  if (!existsSync(file)) return known
  const bytes = readFileSync(file)
  const recordBytes = 32 + dimensions * 4
  for (let at = 0; at + recordBytes <= bytes.length; at += recordBytes) {
    const key = bytes.toString('hex', at, at + 32)
    known.set(key, new Float32Array(bytes.buffer.slice(bytes.byteOffset + at + 32, bytes.byteOffset + at + recordBytes)))
  }
  return known
}
