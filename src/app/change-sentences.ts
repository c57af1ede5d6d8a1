/** A change of embedding model, told to people. */
import type { EmbeddingPlan, EmbeddingStatus } from '../operations/embedding-desk.ts'

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

export const changeAdvice = (
  collections: EmbeddingStatus['collections'],
  configuredModel: string | null,
  failureOf: (modelId: string) => string | null,
): string[] =>
  collections.flatMap(({ collection, chunks, activeModel, nextModel, declinedModel, previousModel, vectors, change }) => {
    const failure = activeModel === null ? null : failureOf(activeModel)
    const nextFailure = nextModel === null ? null : failureOf(nextModel)
    const isOther = chunks > 0 && activeModel !== null && configuredModel !== null && activeModel !== configuredModel && nextModel === null
    const old = vectors.filter(({ modelId }) => modelId !== activeModel && modelId !== nextModel)
    return [
      ...(change ? [`${change.message}; ${activeModel} is searched until then.`] : []),
      ...(nextFailure ? [`The change of "${collection}" waits: ${nextFailure}`] : []),
      ...(failure ? [`"${collection}" is searched by words only: ${failure}`] : []),
      ...(isOther && declinedModel !== configuredModel
        ? [
            `"${collection}" is searched with ${activeModel}; the settings ask for ${configuredModel}: see "answerable embedding change --collection ${collection}".`,
          ]
        : []),
      ...(isOther && declinedModel === configuredModel
        ? [
            `"${collection}" is searched with ${activeModel}, as chosen; ANSWERABLE_EMBEDDER says ${configuredModel}. Set it to the same, so that new collections get it too.`,
          ]
        : []),
      ...(old.length > 0
        ? [
            `"${collection}" keeps vectors of ${old.map(({ modelId }) => modelId).join(', ')} (about ${megabytes(old.reduce((sum, { bytes }) => sum + bytes, 0))}): ` +
              `${previousModel ? '"answerable embedding rollback" goes back to them, ' : ''}"answerable embedding drop-old" deletes them.`,
          ]
        : []),
    ]
  })
