/** A change of embedding model, told to people. */
import type { EmbeddingPlan } from '../operations/embedding-desk.ts'

/** `4,200 chunks (610,000 tokens), about 50 s, no cost, 8 MB on disk` */
export const inWords = ({ toEmbed, tokens, seconds, costUsd, diskBytes }: EmbeddingPlan): string =>
  [
    `${toEmbed.toLocaleString('en')} chunks (${tokens.toLocaleString('en')} tokens)`,
    seconds === null ? 'time not measured before you confirm' : `about ${duration(seconds)}`,
    costUsd === null ? 'cost unknown' : costUsd === 0 ? 'no cost' : `about $${costUsd.toFixed(costUsd < 1 ? 4 : 2)}`,
    `${megabytes(diskBytes)} on disk`,
  ].join(', ')

export const duration = (seconds: number): string => {
  if (seconds < 90) return `${Math.max(1, Math.round(seconds))} s`
  if (seconds < 90 * 60) return `${Math.round(seconds / 60)} min`
  return `${(seconds / 3600).toFixed(1)} h`
}

export const megabytes = (bytes: number): string => (bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${Math.round(bytes / 1e6)} MB`)
