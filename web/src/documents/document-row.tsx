import { useRef, useState } from 'preact/hooks'
import type { DocumentSummary } from '../api/types.ts'
import { plural } from '../plural.ts'
import { kindOf } from './kind.ts'

interface Props {
  readonly document: DocumentSummary
  readonly onOpen: () => void
  /** Null: whoever is signed in may not. */
  readonly onRemove: (() => void) | null
}

export const DocumentRow = ({ document, onOpen, onRemove }: Props) => {
  const [asked, setAsked] = useState(false)
  const opener = useRef<HTMLButtonElement>(null)
  const name = document.title || document.source
  const keep = (): void => {
    setAsked(false)
    requestAnimationFrame(() => opener.current?.focus())
  }
  return (
    <li class="document">
      <button type="button" class="open" onClick={onOpen}>
        <strong dir="auto">{name}</strong>
        {name !== document.source && <span class="place">{document.source}</span>}
      </button>
      <span class="amount">
        {amountOf(document)}
        {document.embedded < document.chunks && <em> · {document.embedded === 0 ? 'no vectors yet' : `${document.embedded.toLocaleString('en')} embedded`}</em>}
      </span>
      {asked ? (
        <span class="confirm" role="group" aria-label={`Remove ${name}?`} onKeyDown={(event) => event.key === 'Escape' && keep()}>
          <span>Its text, chunks and vectors go for good. A file on disk stays, and is read again with its folder.</span>
          <button type="button" class="bad" onClick={onRemove ?? undefined} ref={(button) => button?.focus()}>
            Remove
          </button>
          <button type="button" class="quiet" onClick={keep}>
            Keep
          </button>
        </span>
      ) : (
        onRemove && (
          <button ref={opener} type="button" class="tool" onClick={() => setAsked(true)} aria-label={`Remove ${name}`} title="Remove">
            <span class="icon icon-remove" aria-hidden="true" />
          </button>
        )
      )}
    </li>
  )
}

const amountOf = (document: DocumentSummary): string =>
  [kindOf(document), `${document.tokens.toLocaleString('en')} tokens`, plural(document.chunks, 'chunk')].join(' · ')
