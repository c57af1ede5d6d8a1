import { AppError } from '../base/error.ts'
import type { Config } from '../config.ts'
import { defaultChunkSettings, type ChunkSettings } from '../ingest/chunk/chunk-settings.ts'

/** Fails with `invalid` when the overlap leaves no room for new text. */
export const chunkingSetting = ({ chunking, chunkTokens, chunkOverlap, chunkHeadings }: Config): ChunkSettings => {
  if (chunkOverlap * 2 > chunkTokens) {
    throw new AppError('invalid', `ANSWERABLE_CHUNK_OVERLAP is ${chunkOverlap}, which is more than half of ANSWERABLE_CHUNK_TOKENS (${chunkTokens}). Set less.`)
  }
  const { targetTokens, maxTokens } = defaultChunkSettings
  return {
    ...defaultChunkSettings,
    strategy: chunking,
    targetTokens: chunkTokens,
    maxTokens: Math.round((chunkTokens / targetTokens) * maxTokens),
    overlapTokens: chunkOverlap,
    headingContext: chunkHeadings,
  }
}
