import type { DocumentStore } from '../../domain/document.ts'
import type { Database, Scope } from './database.ts'
import { documentLists } from './document-lists.ts'
import { passageReader } from './passages.ts'
import { pendingVectors } from './pending-vectors.ts'
import { putDocument } from './put-document.ts'
import { documentReader, removeDocument } from './read-document.ts'

/** The record of all documents, on PGlite and on a server alike. Sees and writes only the collections of its scope. */
export const openDocumentStore = (database: Database, scope: Scope = '*'): DocumentStore => {
  const scoped: Database = {
    ...database,
    query: (sql, values) => database.query(sql, values, scope),
    transaction: (work) => database.transaction(work, scope),
  }
  return {
    put: putDocument(scoped),
    remove: removeDocument(scoped),
    ...documentReader(scoped),
    ...documentLists(scoped),
    ...passageReader(scoped),
    ...pendingVectors(scoped),
  }
}
