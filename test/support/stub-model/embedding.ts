import { createHash } from 'node:crypto'

export const stubDimensions = 64

/** A unit vector of hashed words: the same text has always the same vector, and texts that share words are near each other. */
export const stubVector = (text: string, dimensions: number = stubDimensions): number[] => {
  const vector = Array.from({ length: dimensions }, () => 0)
  for (const word of text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? ['']) {
    const hash = createHash('sha256').update(word).digest()
    vector[hash.readUInt32LE(0) % dimensions]! += hash[4]! % 2 === 0 ? 1 : -1
    vector[hash.readUInt32LE(5) % dimensions]! += 0.5
  }
  const length = Math.hypot(...vector) || 1
  return vector.map((value) => value / length)
}
