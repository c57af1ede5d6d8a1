import { useState } from 'preact/hooks'
import type { DocumentSummary } from '../api/types.ts'

interface Props {
  readonly document: DocumentSummary
  readonly onOpen: () => void
  readonly onRemove: () => void
}

export const DocumentRow = ({ document, onOpen, onRemove }: Props) => {
  const [asked, setAsked] = useState(false)
  const name = document.title || document.source
  return (
    <li class="document">
      <button type="button" class="open" onClick={onOpen}>
        <strong>{name}</strong>
        <span class="place">{document.source}</span>
      </button>
      <span class="amount">{amount(document)}</span>
      {asked ? (
        <span class="confirm" role="group" aria-label={`Remove ${name}?`}>
          Remove for good?
          <button type="button" class="bad" onClick={onRemove} ref={(button) => button?.focus()}>
            Remove
          </button>
          <button type="button" class="quiet" onClick={() => setAsked(false)}>
            Keep
          </button>
        </span>
      ) : (
        <button type="button" class="quiet" onClick={() => setAsked(true)} aria-label={`Remove ${name}`}>
          Remove
        </button>
      )}
    </li>
  )
}

const amount = ({ chunks, embedded }: DocumentSummary): string => {
  const passages = `${chunks.toLocaleString('en')} ${chunks === 1 ? 'passage' : 'passages'}`
  return embedded < chunks ? `${passages}, ${embedded.toLocaleString('en')} embedded` : passages
}
