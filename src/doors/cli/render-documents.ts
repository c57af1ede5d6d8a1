/** Lists of documents and what became of one, for people. */

interface DocumentRow {
  document_id: string
  source: string
  title: string
  chunks: number
}

interface Listed {
  documents: DocumentRow[]
  next_cursor: string | null
}

export const documentLines = ({ documents, next_cursor }: Listed, filter: unknown): string => {
  if (documents.length === 0 && filter !== undefined) return `No document whose source or title contains "${filter}".\n`
  if (documents.length === 0) return 'No documents in this collection. Bring some in with "answerable ingest PATH".\n'
  const rows = documents.map((it) => `${it.document_id}  ${String(it.chunks).padStart(5)} chunks  ${it.source}  ${it.title}\n`)
  return rows.join('') + (next_cursor ? `More: --cursor ${next_cursor}\n` : '')
}

export const removedLines =
  'Removed. If its file still lies in a folder that is ingested, the next ingest brings it back: move the file away, or name it in .answerableignore.\n'

export const collectionLines = ({ collections }: { collections: { name: string; documents: number; chunks: number }[] }): string =>
  collections.length === 0
    ? 'Nothing is indexed yet. Bring documents in with "answerable ingest PATH".\n'
    : collections
        .map(({ name, documents, chunks }) => `${name.padEnd(32)}${String(documents).padStart(7)} documents ${String(chunks).padStart(8)} chunks\n`)
        .join('')
