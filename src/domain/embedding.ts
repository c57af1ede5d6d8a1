/** How a collection stands with embedding models, and how it changes from one to another. */

export interface CollectionEmbedding {
  readonly collection: string
  readonly chunks: number
  /** Of all chunks, as the chunker counted them. */
  readonly tokens: number
  /** Its vectors are searched; null until the first document is embedded. */
  readonly activeModel: string | null
  /** Its vectors are being made behind; searched from the moment that no chunk would lose its vector by it. */
  readonly nextModel: string | null
  /** Searched before the last change; its vectors are kept for going back until they are dropped. */
  readonly previousModel: string | null
  /** What the settings asked for when somebody chose otherwise. */
  readonly declinedModel: string | null
  readonly vectors: readonly StoredVectors[]
}

export interface StoredVectors {
  readonly modelId: string
  readonly count: number
  /** About what they take in the database. */
  readonly bytes: number
}

/** Which models a collection needs: a short row, for whoever looks often. */
export type ModelUse = Pick<CollectionEmbedding, 'collection' | 'activeModel' | 'nextModel' | 'previousModel' | 'declinedModel'>

export interface KnownModel {
  readonly id: string
  readonly dimensions: number
  /** How it was opened, as plain JSON without secrets. */
  readonly setting: Readonly<Record<string, unknown>>
}

/**
 * The record of embedding models. A change is one transaction at its end: until then the active vectors are searched, from then on the next
 * ones, never both. Vectors themselves come through `DocumentStore`: `claimPending` gives out what a change lacks, `putVectors` ends it.
 */
export interface EmbeddingModels {
  /** In order of name. */
  uses(): Promise<ModelUse[]>
  /** With counts, in order of name. */
  states(): Promise<CollectionEmbedding[]>
  /** Null for an unknown collection and one that has no vectors yet. */
  activeModel(collection: string): Promise<string | null>
  remember(model: KnownModel): Promise<void>
  find(modelId: string): Promise<KnownModel | null>
  /** Collections that have no model yet get this one. */
  adopt(modelId: string): Promise<void>
  /**
   * Asks for another model; at once when all its vectors are there, else when they are. The active model ends a change that is under way.
   * True when the collection is searched with it now. `declinedModel`: what the settings ask for, where this is something else.
   */
  change(collection: string, modelId: string, declinedModel: string | null): Promise<boolean>
  /** Chunks that are still without a vector of the model that the collection changes to; 0 when it changes to none. */
  countLacking(collection: string, modelId: string): Promise<number>
  /** Chunks that workers of this database hold are free again: for an owner that has just started, and knows that those workers are gone. */
  freeChunks(): Promise<void>
  /** Some chunks as they are embedded, the same ones each time. */
  sample(collection: string, count: number): Promise<string[]>
  /** Deletes what is neither searched nor being made. Gives how many vectors went. */
  dropOld(collection: string): Promise<number>
}
