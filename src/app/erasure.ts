/** Whether anything of a removed document is left, and clearing what a database keeps of deleted rows. */
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Database } from '../adapters/postgres/database.ts'
import { countInFile } from '../adapters/postgres/find-in-files.ts'
import type { DocumentStore } from '../domain/document.ts'
import type { FindTraces, TracePlace, TraceQuery, WasHere } from '../domain/erasure.ts'
import type { SearchIndex } from '../domain/search.ts'
import type { Erasure } from '../operations/app.ts'

export interface ErasureParts {
  readonly database: Database
  readonly store: Pick<DocumentStore, 'textsInMemory' | 'counts'>
  readonly index: SearchIndex
  readonly findTraces: FindTraces
  readonly wasHere: WasHere
  readonly uploadDir: string
}

export const openErasure = ({ database, store, index, findTraces, wasHere, uploadDir }: ErasureParts): Erasure => ({
  check: async (asked) => {
    const stored = [...(await findTraces(asked)), ...(await inMemory({ store, index }, asked))]
    const isKnown = stored.some(({ count }) => count > 0) || (asked.documentId !== null && (await wasHere(asked.documentId)))
    if (asked.text === null)
      return { isKnown, places: stored, notes: ['The files on the disk were not looked into: give a piece of the text with --text to do so.'] }
    const places = [...stored, await inUploads(uploadDir, asked.text), ...(await inDatabaseFiles(database, asked.text))]
    return { isKnown, places, notes: database.kind === 'pglite' ? limitsOfFiles : limitsOfServer }
  },

  purge: async () => ({ notes: [...(await database.purge()), 'Backups, snapshots and blocks that the disk has set free are not reached from here.'] }),
})

const limitsOfFiles = [
  'PostgreSQL compresses long values: a text of more than about 2,000 characters may stand in a file in a form that this search does not see. A purge clears it all the same.',
]
const limitsOfServer = [
  'The files of a server are not seen from here, nor the memory of other processes: those forget with their next question, or when they are restarted.',
]

/** What this process holds, after it has read what changed. */
const inMemory = async ({ store, index }: Pick<ErasureParts, 'store' | 'index'>, { documentId }: TraceQuery): Promise<TracePlace[]> => {
  if (documentId === null) return []
  const { collections } = await store.counts()
  const held = await Promise.all(collections.map(({ name }) => index.holds(name, documentId)))
  return [
    { place: 'search index in memory', count: held.filter(Boolean).length, note: null },
    { place: 'texts in memory', count: store.textsInMemory(documentId), note: null },
  ]
}

const inUploads = async (uploadDir: string, text: string): Promise<TracePlace> => {
  const names = await readdir(uploadDir).catch(() => [])
  const counts = await Promise.all(names.map((name) => countInFile(join(uploadDir, name), Buffer.from(text))))
  const count = counts.filter((it) => it > 0).length
  return { place: 'uploaded files', count, note: count > 0 ? 'They wait for their job, or were left by one that was cut off: those go after a day.' : null }
}

/** One line for all files that hold it in the same way. */
const inDatabaseFiles = async (database: Database, text: string): Promise<TracePlace[]> => {
  const files = await database.files()
  if (files.length === 0) return []
  const counts = new Map<string, number>()
  for (const { path, holds } of files) {
    const count = await countInFile(path, Buffer.from(text))
    if (count > 0) counts.set(holds, (counts.get(holds) ?? 0) + count)
  }
  const found = [...counts].map(([holds, count]) => ({ place: `on the disk: ${holds}`, count, note: leftover }))
  return found.length > 0 ? found : [{ place: `on the disk: ${files.length} files of the database`, count: 0, note: null }]
}

const leftover = 'Deleted rows leave their bytes until others take their place: "answerable erasure purge" writes the files anew.'
