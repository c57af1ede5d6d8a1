/**
 * What we know: documents, the chunks they are cut into, the passages a question gets.
 * All offsets are UTF-16 code units into the document's normalised text, end exclusive, so that
 * `document.text.slice(start, end) === quote` holds for everything that is ever cited.
 */

export interface Span {
  readonly start: number
  readonly end: number
}

export type Metadata = Readonly<Record<string, string | number | boolean | null>>

/** A document as a reader of files or a client gives it, already decoded and parsed to text. */
export interface NewDocument {
  readonly collection: string
  /** Stable name within the collection: a POSIX path relative to its root, or whatever a client chose. */
  readonly source: string
  readonly title: string
  readonly mediaType: string
  /** ISO 639-1 code of the text's language (`en` where unknown): chooses the stemmer. */
  readonly language: string
  readonly metadata: Metadata
  /** Normalised: decoded, no byte-order mark, LF line ends; HTML and PDF have become Markdown or plain text. */
  readonly text: string
  /** Offsets at which pages start (first is 0), for paged formats; empty otherwise. */
  readonly pageStarts: readonly number[]
  /** Where it was read from, for a later sync of the same root; null for what a client sent. */
  readonly origin: Origin | null
}

/** What a sync remembers of a file, to know without reading it that nothing changed. */
export interface Origin {
  /** The real path of the root that was walked. */
  readonly root: string
  /** Size and modification time as text; equal stamps mean an unread file is taken as unchanged. */
  readonly stamp: string
}

/** A stored document; `version` is the SHA-256 of `text`. */
export interface Document extends NewDocument {
  /** UUIDv7, stable per (collection, source) while the document is not removed. */
  readonly id: string
  readonly version: string
  readonly updatedAt: Date
}

/** A document without its text, for listings. */
export interface DocumentSummary extends Omit<Document, 'text' | 'pageStarts'> {
  readonly chunks: number
  /** How many of the chunks have a vector of the collection's active model. */
  readonly embedded: number
  /** Of all chunks together, as the embedding model counts. */
  readonly tokens: number
}

/** A piece of a document that is ranked as one: `document.text.slice(start, end)`. */
export interface NewChunk extends Span {
  readonly ordinal: number
  /** The headings above it, outermost first. Title of the document not included. */
  readonly headingPath: readonly string[]
  /** Embedded without title and headings in front. */
  readonly bare?: boolean
  /** Tokens of the embedding model in what is embedded. */
  readonly tokens: number
}

/** A run of text that may support an answer: one chunk, or several neighbouring ones merged. */
export interface Passage extends Span {
  /** The chunk it is, or the best ranked of those merged. */
  readonly chunkId: string
  readonly documentId: string
  readonly collection: string
  readonly source: string
  readonly title: string
  /** Heading path joined by ' › ', empty above the first heading. */
  readonly heading: string
  readonly version: string
  readonly language: string
  /** Of the document: source code (`text/x-…`) is read by other rules than prose. */
  readonly mediaType?: string
  readonly text: string
  /** The text is as long as the document's, and not all of its words are shown. */
  readonly redacted?: boolean
  readonly pageStarts: readonly number[]
  /** Fused score, higher is better; comparable only within one result list. */
  readonly score: number
  /** 1-based rank in each list, null where it was not in that list. */
  readonly ranks: { readonly vector: number | null; readonly words: number | null }
  /** Cosine to the question (null when not compared) and BM25 score (0 when no word matched): comparable between questions. */
  readonly similarity: number | null
  readonly wordScore: number
}

export type PutOutcome = 'added' | 'changed' | 'unchanged'

export interface PutResult {
  readonly documentId: string
  readonly version: string
  readonly chunks: number
  readonly outcome: PutOutcome
  /** True when every chunk has its vector. */
  readonly embedded: boolean
}

export interface InventoryEntry {
  readonly documentId: string
  readonly source: string
  readonly version: string
  readonly stamp: string
  /** Fingerprint of the parser and chunker that made its chunks; another one means: read it again. */
  readonly pipeline: string
}

/** A chunk that waits for its vector: `text` is exactly what is to be embedded. */
export interface PendingChunk {
  readonly chunkId: string
  readonly collection: string
  readonly text: string
}

/** A document with its chunks, ready to be stored in one transaction. */
export interface PutInput {
  readonly document: NewDocument
  readonly chunks: readonly NewChunk[]
  /** Fingerprint of parser and chunker. */
  readonly pipeline: string
  /** Vectors of all chunks, in order, when they were made before storing; null = to be embedded later. */
  readonly vectors: { readonly modelId: string; readonly vectors: readonly Float32Array[] } | null
}

/**
 * The record of all documents. Every write is one transaction, durable when its promise resolves, and seen by the next
 * `SearchIndex.search` of any process. Fails with `no_space`, `unavailable` or `conflict`.
 */
export interface DocumentStore {
  /** Adds or replaces by (collection, source). Same text, title, metadata and pipeline: `unchanged`, only the origin's stamp is renewed. */
  put(input: PutInput): Promise<PutResult>
  /** The current version, or the one asked for while it is still kept; null when there is none. */
  get(documentId: string, version?: string): Promise<Document | null>
  /** Of the document that has this source; null when there is none. */
  idOf(collection: string, source: string): Promise<string | null>
  /** In order of id; `cursor` is the last id of the page before. With `filter` those whose source or title contains it; the case of a–z does not count (of other letters: as the database's locale has it). */
  list(collection: string, limit: number, cursor: string | null, filter?: string): Promise<{ documents: DocumentSummary[]; nextCursor: string | null }>
  /** False when there was none. Chunks, vectors and kept versions go with it, and its words in the journal and in jobs. */
  remove(documentId: string): Promise<boolean>
  /** How many texts of this document this process holds in memory, to cut passages from. */
  textsInMemory(documentId: string): number
  /** All documents of a collection that came from `root`. */
  inventory(collection: string, root: string): Promise<InventoryEntry[]>
  /** Of these sources, those that are in the collection, each with the root it came from (null for what a client sent). */
  holders(collection: string, sources: readonly string[]): Promise<{ source: string; root: string | null }[]>
  /** Renews the stamp of a document whose file was touched but not changed. */
  touch(documentId: string, stamp: string): Promise<void>
  /** Passages of these chunks in the order asked; chunks that are gone meanwhile are left out. Scores and ranks are zero. */
  passages(chunkIds: readonly string[]): Promise<Passage[]>
  /** All chunks of a document, in order. */
  chunksOf(documentId: string): Promise<StoredChunk[]>
  /** Up to `limit` chunks without a vector of this model, oldest document first, not leased to another worker; leases them for `leaseMs`. */
  claimPending(modelId: string, limit: number, leaseMs: number): Promise<PendingChunk[]>
  /** Stores vectors; chunks that are gone meanwhile are skipped. */
  putVectors(modelId: string, vectors: readonly { chunkId: string; vector: Float32Array }[]): Promise<void>
  /** How many chunks wait for a vector of this model. */
  countPending(modelId: string): Promise<number>
  counts(): Promise<{ collections: { name: string; documents: number; chunks: number }[] }>
}

export interface StoredChunk extends NewChunk {
  readonly id: string
  /** Whether it has a vector of the collection's active model. */
  readonly embedded: boolean
}
