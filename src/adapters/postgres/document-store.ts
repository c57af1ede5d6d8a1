import type { DocumentStore } from '../../domain/document.ts'
import type { Database, Scope } from './database.ts'
import { documentLists } from './document-lists.ts'
import { passageReader } from './passages.ts'
import { pendingVectors } from './pending-vectors.ts'
import { putDocument } from './put-document.ts'
import { documentReader, removeDocument, touchDocument } from './read-document.ts'
import { recentTexts } from './recent-texts.ts'
import type { Reader } from './replicas.ts'

/** The record of all documents, on PGlite and on a server alike. Sees and writes only the collections of its scope; reads where `reader` does. */
export const openDocumentStore = (database: Database, scope: Scope = '*', reader: Reader = database): DocumentStore => {
  const scoped: Database = {
    ...database,
    query: (sql, values) => database.query(sql, values, scope),
    transaction: (work) => database.transaction(work, scope),
  }
  const reads: Database = { ...scoped, query: (sql, values) => reader.query(sql, values, scope) }
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
    ...documentReader(reads),
    touch: touchDocument(scoped),
    ...documentLists(reads),
    ...passageReader(reads, texts),
    ...pendingVectors(scoped),
  }
}
