import { useState } from 'preact/hooks'
import type { Abilities } from '../api/abilities.ts'
import type { Status } from '../api/types.ts'
import { CollectionSelect } from '../collection-select.tsx'
import { plural } from '../plural.ts'
import { wholeSource, type OpenSources } from '../reading/source.ts'
import { AddAddress } from './add-address.tsx'
import { DocumentRow } from './document-row.tsx'
import { DropZone } from './drop-zone.tsx'
import { UploadList } from './upload-list.tsx'
import { useDocuments } from './use-documents.ts'
import type { Uploads } from './use-uploads.ts'

interface Props {
  readonly collection: string
  readonly collections: readonly string[]
  readonly onCollection: (name: string) => void
  /** Where files go: never into the program's own handbook. */
  readonly uploadCollection: string
  /** Null until the server has told; a new one whenever the list may have changed. */
  readonly status: Status | null
  readonly abilities: Abilities
  readonly uploads: Uploads
  readonly onOpen: OpenSources
  readonly onUpload: (files: readonly File[]) => void
  readonly onAddress: (url: string) => void
  readonly onRemoved: () => void
}

export const DocumentsView = (props: Props) => {
  const { collection, collections, onCollection, uploadCollection, status, abilities, uploads, onOpen, onUpload, onAddress, onRemoved } = props
  const [filter, setFilter] = useState('')
  const { listed, hasMore, failure, more, remove } = useDocuments(collection, filter.trim(), status, onRemoved)
  const counts = status?.collections.find(({ name }) => name === collection)
  return (
    <section class="documents" aria-label="Documents">
      <h1>Documents</h1>
      {abilities.has('POST /documents') && <DropZone collection={uploadCollection} onFiles={onUpload} />}
      {abilities.has('POST /ingest') && <AddAddress collection={uploadCollection} onAddress={onAddress} />}
      <UploadList uploads={uploads.uploads} onForget={uploads.forget} />
      <div class="list-tools">
        <CollectionSelect label="Collection" names={collections} selected={collection} onSelect={onCollection} />
        <p class="counts">{counts ? `${plural(counts.documents, 'document')}, ${plural(counts.chunks, 'chunk')}` : ''}</p>
        <input
          type="search"
          class="search"
          placeholder="Filter by name"
          aria-label="Filter documents by name"
          value={filter}
          onInput={(event) => setFilter(event.currentTarget.value)}
        />
      </div>
      {failure && (
        <p class="failure" role="alert">
          {failure}
        </p>
      )}
      {listed?.length === 0 && (
        <p class="empty">{filter.trim() ? `No document of “${collection}” has this in its name.` : `Nothing is indexed in “${collection}” yet.`}</p>
      )}
      {!listed && !failure && <p class="waiting">Reading the list …</p>}
      {listed && listed.length > 0 && (
        <ul class="document-list" aria-label={`Documents in ${collection}`}>
          {listed.map((document) => (
            <DocumentRow
              key={document.document_id}
              document={document}
              onOpen={() => onOpen([wholeSource(document)], 0)}
              onRemove={abilities.has('DELETE /documents/{document_id}') ? () => remove(document.document_id) : null}
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
