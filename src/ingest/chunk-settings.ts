export interface ChunkSettings {
  /** What a chunk is filled up to, heading path included. */
  readonly targetTokens: number
  /** What no chunk exceeds. Embedding models read 512 and more; the rest is room for an estimate that was low. */
  readonly maxTokens: number
  /** A chunk below it says too little alone and joins a neighbour. */
  readonly minTokens: number
}

// Chosen on Chroma's chunking evaluation: hybrid ranking, share of the annotated text within the first 800 tokens of passages.
// State of the union, wiki texts and chat logs: 128 tokens 92.5, 160 tokens 94.3, 192 tokens 90.4, 256 tokens 90.3 %.
// Finance and PubMed: 160 tokens 80.6, 256 tokens 74.3 %.
export const defaultChunkSettings: ChunkSettings = { targetTokens: 160, maxTokens: 280, minTokens: 32 }
