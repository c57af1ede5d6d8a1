import { wholeSource, type SourceReference } from '../reading/source.ts'
import { DocumentRow } from './document-row.tsx'
import { DropZone } from './drop-zone.tsx'
import { UploadList } from './upload-list.tsx'
import { useDocuments } from './use-documents.ts'
import type { Uploads } from './use-uploads.ts'

interface Props {
  readonly collection: string
  /** Where files go: never into the program's own handbook. */
  readonly uploadCollection: string
  /** Changes whenever the list may have. */
  readonly freshness: unknown
  readonly uploads: Uploads
  readonly onOpen: (source: SourceReference) => void
  readonly onUpload: (files: readonly File[]) => void
  readonly onRemoved: () => void
}

export const DocumentsView = ({ collection, uploadCollection, freshness, uploads, onOpen, onUpload, onRemoved }: Props) => {
  const { listed, hasMore, failure, more, remove } = useDocuments(collection, freshness, onRemoved)
  return (
    <section class="documents" aria-label="Documents">
      <h1>Documents</h1>
      <DropZone collection={uploadCollection} onFiles={onUpload} />
      <UploadList uploads={uploads.uploads} onForget={uploads.forget} />
      {failure && (
        <p class="failure" role="alert">
          {failure}
        </p>
      )}
      {listed?.length === 0 && <p class="empty">Nothing is indexed in “{collection}” yet.</p>}
      {!listed && !failure && <p class="waiting">Reading the list …</p>}
      {listed && listed.length > 0 && (
        <ul class="document-list" aria-label={`Documents in ${collection}`}>
          {listed.map((document) => (
            <DocumentRow
              key={document.document_id}
              document={document}
              onOpen={() => onOpen(wholeSource(document))}
              onRemove={() => remove(document.document_id)}
            />
          ))}
        </ul>
      )}
      {hasMore && (
        <button type="button" class="more" onClick={more}>
          Show more
        </button>
      )}
    </section>
  )
}
