import type { DocumentStore, DocumentSummary } from './document.ts'

const pageSize = 1_000

/** Every document of a collection, in order of id, page by page. */
export async function* allDocuments(documents: Pick<DocumentStore, 'list'>, collection: string): AsyncGenerator<DocumentSummary, void> {
  let cursor: string | null = null
  do {
    const page: Awaited<ReturnType<DocumentStore['list']>> = await documents.list(collection, pageSize, cursor)
    yield* page.documents
    cursor = page.nextCursor
  } while (cursor !== null)
}
