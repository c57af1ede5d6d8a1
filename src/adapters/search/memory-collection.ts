import { queryTerms } from '../../base/words.ts'
import type { Top } from '../../base/top.ts'
import { countWords } from '../../domain/chunk-text.ts'
import type { Hit, SearchHits } from '../../domain/search.ts'
import { misspelt } from './misspelt.ts'
import { VectorMatrix } from './vector-matrix.ts'
import { WordIndex } from './word-index.ts'

/** A document as the database holds it. `fingerprint` changes whenever its words may have. */
export interface LoadedDocument {
  readonly id: string
  readonly fingerprint: string
  readonly language: string
  readonly title: string
  readonly chunks: readonly { readonly id: string; readonly headingPath: readonly string[]; readonly text: string }[]
}

/** Vectors of one model, one after the other. */
export interface LoadedVectors {
  readonly modelId: string
  readonly dimensions: number
  readonly chunkIds: readonly string[]
  readonly values: Float32Array
}

/** Words and vectors of one collection. Changing it and searching it never overlap: each call runs to its end. */
export class MemoryCollection {
  revision = 0
  #words = new WordIndex()
  #ids: string[] = []
  #chunkOf = new Map<string, number>()
  #removed = 0
  #models: readonly string[] = []
  readonly #vectors = new Map<string, VectorMatrix>()
  readonly #documents = new Map<string, { fingerprint: string; language: string; chunkIds: readonly string[] }>()

  get documentIds(): string[] {
    return [...this.#documents.keys()]
  }

  fingerprintOf(documentId: string): string | undefined {
    return this.#documents.get(documentId)?.fingerprint
  }

  hasVector(modelId: string, chunkId: string): boolean {
    const chunk = this.#chunkOf.get(chunkId)
    return chunk !== undefined && this.#vectors.get(modelId)?.has(chunk) === true
  }

  putDocument(document: LoadedDocument): void {
    this.removeDocument(document.id)
    for (const { id, headingPath, text } of document.chunks) {
      const chunk = this.#words.add(countWords(document.title, headingPath, text, document.language))
      this.#ids[chunk] = id
      this.#chunkOf.set(id, chunk)
    }
    const { fingerprint, language } = document
    this.#documents.set(document.id, { fingerprint, language, chunkIds: document.chunks.map(({ id }) => id) })
  }

  removeDocument(documentId: string): void {
    for (const id of this.#documents.get(documentId)?.chunkIds ?? []) this.#removeChunk(id)
    this.#documents.delete(documentId)
    if (this.#removed > 1_000 && this.#removed > this.#chunkOf.size / 2) this.#rebuild()
  }

  /** Vectors of chunks that are not held are left out. */
  putVectors({ modelId, dimensions, chunkIds, values }: LoadedVectors): void {
    let matrix = this.#vectors.get(modelId)
    if (!matrix) this.#vectors.set(modelId, (matrix = new VectorMatrix(dimensions)))
    for (const [index, id] of chunkIds.entries()) {
      const chunk = this.#chunkOf.get(id)
      if (chunk !== undefined) matrix.set(chunk, values.subarray(index * dimensions, (index + 1) * dimensions))
    }
  }

  /** Forgets the vectors of other models; those of the step before stay one more step, for a question that was embedded just before a change. */
  keepModels(models: readonly string[]): void {
    for (const id of this.#vectors.keys()) if (!models.includes(id) && !this.#models.includes(id)) this.#vectors.delete(id)
    this.#models = models
  }

  search(text: string, vector: { modelId: string; values: Float32Array } | null, limit: number): SearchHits {
    const idOf = (chunk: number): string => this.#ids[chunk]!
    const languages = this.#languages()
    const respelt = misspelt(text, languages, (term) => this.#words.knows(term)).flatMap((asked) => {
      const read = this.#words.nearest(asked)
      return read === null ? [] : [{ asked, read }]
    })
    const terms = queryTerms(text, languages).map((term) => respelt.find(({ asked }) => asked === term)?.read ?? term)
    const matrix = vector ? this.#vectors.get(vector.modelId) : undefined
    return {
      vector: matrix?.dimensions === vector?.values.length && matrix ? toHits(matrix.search(vector!.values, limit, idOf), idOf) : [],
      words: toHits(this.#words.search([...new Set(terms)], limit, idOf), idOf),
      ...(respelt.length > 0 && { respelt }),
    }
  }

  #languages(): string[] {
    return [...new Set(Array.from(this.#documents.values(), ({ language }) => language))].sort()
  }

  #removeChunk(id: string): void {
    const chunk = this.#chunkOf.get(id)
    if (chunk === undefined) return
    this.#words.remove(chunk)
    for (const matrix of this.#vectors.values()) matrix.remove(chunk)
    this.#chunkOf.delete(id)
    this.#removed++
  }

  /** Numbers the chunks anew without those that are gone. */
  #rebuild(): void {
    const before = { words: this.#words, chunkOf: this.#chunkOf }
    this.#words = new WordIndex()
    this.#ids = []
    this.#chunkOf = new Map()
    this.#removed = 0
    const renamed = new Map<number, number>()
    for (const [id, old] of before.chunkOf) {
      const chunk = this.#words.add(before.words.countsOf(old))
      this.#ids[chunk] = id
      this.#chunkOf.set(id, chunk)
      renamed.set(old, chunk)
    }
    for (const matrix of this.#vectors.values()) matrix.rename(renamed)
  }
}

const toHits = (top: Top, idOf: (chunk: number) => string): Hit[] => top.items.map((chunk, index) => ({ chunkId: idOf(chunk), score: top.scores[index]! }))
