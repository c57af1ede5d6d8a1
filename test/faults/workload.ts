/** What the fault tests write and later compare: everything about document `index` at revision `revision` follows from these two numbers. */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import type { Database } from '../../src/adapters/postgres/database.ts'
import { readVectors } from '../../src/adapters/postgres/vectors.ts'
import type { DocumentStore, PutInput } from '../../src/domain/document.ts'

export const collection = 'faults'
export const modelId = 'hash-of-text'
const documents = 40

export type Step = { kind: 'put' | 'remove'; index: number; revision: number }

/** The n-th step; every thirteenth removes, all others add or replace. */
export const stepAt = (n: number): Step => ({ kind: n % 13 === 12 ? 'remove' : 'put', index: (n * 7) % documents, revision: n })

export const runStep = async (store: DocumentStore, { kind, index, revision }: Step): Promise<void> => {
  if (kind === 'put') {
    await store.put(makeInput(index, revision))
    if (!comesWithVectors(revision)) await embedPending(store)
    return
  }
  const { documents: listed } = await store.list(collection, 1000, null)
  const found = listed.find(({ source }) => source === sourceOf(index))
  if (found) await store.remove(found.id)
}

/** As the worker behind the store does it: later than the text, in batches. */
const embedPending = async (store: DocumentStore): Promise<void> => {
  for (;;) {
    const claimed = await store.claimPending(modelId, 8, 500)
    if (claimed.length === 0) return
    await store.putVectors(
      modelId,
      claimed.map(({ chunkId, text }) => ({ chunkId, vector: vectorOf(text.slice(text.indexOf('\n\n') + 2)) })),
    )
  }
}

const sourceOf = (index: number): string => `document-${index}.md`
const comesWithVectors = (revision: number): boolean => revision % 3 !== 0

export const makeInput = (index: number, revision: number): PutInput => {
  const parts = Array.from(
    { length: 1 + ((index * 5 + revision) % 11) },
    (_, part) => `Document ${index}, revision ${revision}, part ${part} 😀. ${'Some words. '.repeat(part * 20)}`,
  )
  let start = 0
  const chunks = parts.map((part, ordinal) => {
    const chunk = { ordinal, start, end: start + part.length, headingPath: ['Heading', `Part ${ordinal}`], tokens: ordinal }
    start = chunk.end
    return chunk
  })
  return {
    document: {
      collection,
      source: sourceOf(index),
      title: `Document ${index}`,
      mediaType: 'text/markdown',
      language: 'en',
      metadata: { revision },
      text: parts.join(''),
      pageStarts: [],
      origin: null,
    },
    chunks,
    pipeline: 'faults',
    vectors: comesWithVectors(revision) ? { modelId, vectors: parts.map(vectorOf) } : null,
  }
}

/** 384 numbers that any change of the text changes; white space around it is not embedded. */
const vectorOf = (text: string): Float32Array => {
  const seed = createHash('sha256').update(text.trim()).digest()
  return Float32Array.from({ length: 384 }, (_, index) => (seed[index % 32]! - 128) / (index + 1))
}

export interface Acknowledged {
  /** The newest state that was promised for each document; null = removed. */
  promised: Map<number, Step>
  /** The step that was under way at the end: it may be there or not, but never half. */
  underWay: Step | null
  next: number
}

/** Lines `try n` and `ack n`; a last line cut short counts as not written. */
export const readLog = (log: string): Acknowledged => {
  const promised = new Map<number, Step>()
  let underWay: Step | null = null
  let next = 0
  for (const [, word, number] of log.matchAll(/^(try|ack) (\d+)\n/gm)) {
    const step = stepAt(Number(number))
    next = Number(number) + 1
    underWay = word === 'try' ? step : null
    if (word === 'ack') promised.set(step.index, step)
  }
  return { promised, underWay, next }
}

/** Every promised document whole and to the letter, nothing half there, nothing that nobody wrote. Gives how many were compared. */
export const compare = async (database: Database, store: DocumentStore, { promised, underWay }: Acknowledged): Promise<number> => {
  const { documents: listed } = await store.list(collection, 1000, null)
  const found = new Map(listed.map((document) => [document.source, document]))
  const vectors = await vectorsByChunk(database)
  for (const step of promised.values()) {
    const there = found.get(sourceOf(step.index))
    const mayDiffer = underWay?.index === step.index
    if (!there)
      assert.ok(step.kind === 'remove' || (mayDiffer && underWay?.kind === 'remove'), `acknowledged document ${step.index} of step ${step.revision} is lost`)
    else
      assert.ok(
        matches(there.metadata.revision, step) || (mayDiffer && matches(there.metadata.revision, underWay!)),
        `document ${step.index}: revision ${String(there.metadata.revision)}, promised ${step.revision}`,
      )
  }
  for (const { id, source, metadata } of listed) {
    const index = Number(/\d+/.exec(source)![0])
    const revision = Number(metadata.revision)
    await compareOne(store, id, makeInput(index, revision), vectors, promised.get(index)?.revision === revision || comesWithVectors(revision))
  }
  const [orphans] = await database.query<{ count: number }>('select count(*) from chunk where document_id not in (select id from document)')
  assert.equal(orphans!.count, 0)
  return listed.length
}

const matches = (revision: unknown, step: Step): boolean => step.kind === 'put' && revision === step.revision

const compareOne = async (
  store: DocumentStore,
  id: string,
  { document, chunks }: PutInput,
  vectors: Map<string, Float32Array>,
  mustHaveVectors: boolean,
): Promise<void> => {
  assert.equal((await store.get(id))?.text, document.text)
  const stored = await store.chunksOf(id)
  assert.deepEqual(
    stored.map(({ id: _id, embedded: _embedded, ...chunk }) => chunk),
    chunks,
  )
  for (const [ordinal, { id: chunkId, start, end, embedded }] of stored.entries()) {
    const vector = vectors.get(chunkId)
    assert.equal(embedded, vector !== undefined, `part ${ordinal} of ${document.source} says otherwise than its vector`)
    if (!vector && !mustHaveVectors) continue
    assert.ok(
      vector && bytesOf(vector).equals(bytesOf(vectorOf(document.text.slice(start, end)))),
      `vector of part ${ordinal} of ${document.source} is another`,
    )
  }
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Float32Array): Buffer => Buffer.from(buffer, byteOffset, byteLength)

const vectorsByChunk = async (database: Database): Promise<Map<string, Float32Array>> => {
  const found = new Map<string, Float32Array>()
  for await (const { chunkIds, dimensions, values } of readVectors(database, { collection, modelId })) {
    chunkIds.forEach((id, index) => found.set(id, values.slice(index * dimensions, (index + 1) * dimensions)))
  }
  return found
}
