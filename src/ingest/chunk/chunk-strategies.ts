import type { NewChunk } from '../../domain/document.ts'
import { chunkByStructure } from './chunk.ts'
import { chunkFixed } from './chunk-fixed.ts'
import type { Chunkable } from './chunk-in-order.ts'
import { chunkRecursively } from './chunk-recursive.ts'
import { chunkBySentence } from './chunk-sentence-window.ts'
import type { ChunkSettings, ChunkStrategyName } from './chunk-settings.ts'
import type { CountTokens } from './weigh.ts'

/** Chunks in order that hold all text but white space and what is unseen; only windows with an overlap share text. */
export type ChunkStrategy = (document: Chunkable, countTokens: CountTokens, settings: ChunkSettings) => NewChunk[]

const strategies: Readonly<Record<ChunkStrategyName, ChunkStrategy>> = {
  structure: chunkByStructure,
  recursive: chunkRecursively,
  fixed: chunkFixed,
  'sentence-window': chunkBySentence,
}

/** Time grows linearly with the text, whatever the strategy. */
export const chunkDocument: ChunkStrategy = (document, countTokens, settings) => strategies[settings.strategy](document, countTokens, settings)
