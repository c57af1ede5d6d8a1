/**
 * Vectors of questions that were asked before, by collection and model: nobody learns from the clock what is asked in another collection. The
 * words are not kept, only their hash. They go with the collection, and when one of its documents is removed. Fails with `no_space` or `unavailable`.
 */
export interface QuestionVectors {
  /** Those that are known, by SHA-256 of the text. */
  find(place: VectorPlace, hashes: readonly string[]): Promise<ReadonlyMap<string, Float32Array>>
  /** Beyond a number that is fixed for each place, the oldest go. Nothing happens where the collection does not exist. */
  keep(place: VectorPlace, vectors: ReadonlyMap<string, Float32Array>): Promise<void>
}

export interface VectorPlace {
  readonly collection: string
  readonly modelId: string
}
