/**
 * Vectors in and out in binary: PGlite stores 50,000 rows/s of 384 numbers this way and 2,000 as text, and reading needs no parsing of decimals.
 * The format is pgvector's `vector_send`: int16 dimensions, int16 zero, then float4 big-endian.
 */
import type { Database, Scope } from './database.ts'

/** A parameter for `$n::vector[]`. All vectors of one length; `elementType` is the number of pgvector's type in this database. */
export const encodeVectors = (vectors: readonly Float32Array[], elementType: number): Uint8Array => {
  const dimensions = vectors[0]?.length ?? 0
  const bytesEach = 8 + 4 * dimensions
  const buffer = Buffer.alloc(20 + vectors.length * bytesEach)
  const header = [vectors.length === 0 ? 0 : 1, 0, elementType, vectors.length, 1]
  header.forEach((value, index) => buffer.writeInt32BE(value, index * 4))
  vectors.forEach((vector, index) => writeVector(buffer, 20 + index * bytesEach, vector))
  return vectors.length === 0 ? buffer.subarray(0, 12) : buffer
}

const writeVector = (buffer: Buffer, offset: number, vector: Float32Array): void => {
  buffer.writeInt32BE(4 + 4 * vector.length, offset)
  buffer.writeInt16BE(vector.length, offset + 4)
  const view = new DataView(buffer.buffer, buffer.byteOffset + offset + 8)
  for (let index = 0; index < vector.length; index++) view.setFloat32(index * 4, vector[index]!)
}

/** Some vectors of a collection: that of `chunkIds[i]` is `values.subarray(i * dimensions, (i + 1) * dimensions)`. */
export interface VectorPage {
  readonly chunkIds: string[]
  readonly dimensions: number
  readonly values: Float32Array
}

/** All vectors of one model in a collection, or those of some documents, by chunk id, in pages of at most `pageSize`. */
export async function* readVectors(
  database: Pick<Database, 'query'>,
  { collection, modelId, documentIds = null, pageSize = 2000, scope = '*' }: ReadVectors,
): AsyncGenerator<VectorPage, void> {
  let after = '00000000-0000-0000-0000-000000000000'
  for (;;) {
    const [row] = await database.query<{ ids: Uint8Array | null; vectors: Uint8Array | null }>(
      pageSql,
      [collection, modelId, after, pageSize, documentIds],
      scope,
    )
    if (!row?.ids || !row.vectors) return
    const page = decodePage(row.ids, row.vectors)
    yield page
    if (page.chunkIds.length < pageSize) return
    after = page.chunkIds.at(-1)!
  }
}

export interface ReadVectors {
  collection: string
  modelId: string
  documentIds?: readonly string[] | null
  pageSize?: number
  scope?: Scope
}

const pageSql = `
  select string_agg(uuid_send(chunk_id), ''::bytea order by chunk_id) as ids, string_agg(vector_send(vector), ''::bytea order by chunk_id) as vectors
  from (
    select embedding.chunk_id, vector from embedding
    where embedding.collection = $1 and model_id = $2 and embedding.chunk_id > $3::uuid
      and ($5::uuid[] is null or embedding.chunk_id in (select id from chunk where document_id = any ($5::uuid[])))
    order by embedding.chunk_id limit $4::int
  ) as page`

const decodePage = (ids: Uint8Array, vectors: Uint8Array): VectorPage => {
  const hex = Buffer.from(ids.buffer, ids.byteOffset, ids.byteLength).toString('hex')
  const chunkIds = Array.from({ length: ids.byteLength / 16 }, (_, index) => toUuid(hex.slice(index * 32, index * 32 + 32)))
  const source = new DataView(vectors.buffer, vectors.byteOffset, vectors.byteLength)
  const dimensions = source.getUint16(0)
  const bytesEach = 4 + 4 * dimensions
  const values = new Float32Array(chunkIds.length * dimensions)
  for (let row = 0; row < chunkIds.length; row++) {
    for (let index = 0; index < dimensions; index++) values[row * dimensions + index] = source.getFloat32(row * bytesEach + 4 + index * 4)
  }
  return { chunkIds, dimensions, values }
}

const toUuid = (hex: string): string => `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
