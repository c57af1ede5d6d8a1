import type { DocumentStore } from '../../domain/document.ts'
import type { Database, Scope } from './database.ts'
import { documentLists } from './document-lists.ts'
import { passageReader } from './passages.ts'
import { pendingVectors } from './pending-vectors.ts'
import { putDocument } from './put-document.ts'
import { documentReader, removeDocument } from './read-document.ts'
import { recentTexts } from './recent-texts.ts'

/** The record of all documents, on PGlite and on a server alike. Sees and writes only the collections of its scope. */
export const openDocumentStore = (database: Database, scope: Scope = '*'): DocumentStore => {
  const scoped: Database = {
    ...database,
    query: (sql, values) => database.query(sql, values, scope),
    transaction: (work) => database.transaction(work, scope),
  }
  const texts = recentTexts()
  const remove = removeDocument(scoped)
  return {
    put: putDocument(scoped),
    remove: async (documentId) => {
      const isRemoved = await remove(documentId)
      texts.forget(documentId)
      return isRemoved
    },
    textsInMemory: texts.count,
    ...documentReader(scoped),
    ...documentLists(scoped),
    ...passageReader(scoped, texts),
    ...pendingVectors(scoped),
  }
}
