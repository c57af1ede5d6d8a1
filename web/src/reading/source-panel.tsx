import { useEffect, useRef, useState } from 'preact/hooks'
import { sentenceOf } from '../api/request.ts'
import { SourceText } from './source-text.tsx'
import { openSource, type OpenedSource, type SourceReference } from './source.ts'

interface Props {
  readonly reference: SourceReference
  readonly onClose: () => void
}

/** The source beside the answer. Takes the focus when it opens; Escape closes it. */
export const SourcePanel = ({ reference, onClose }: Props) => {
  const [opened, setOpened] = useState<OpenedSource | null>(null)
  const [failure, setFailure] = useState<string | null>(null)
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    let current = true
    setOpened(null)
    setFailure(null)
    openSource(reference).then(
      (it) => current && setOpened(it),
      (error: unknown) => current && setFailure(sentenceOf(error)),
    )
    heading.current?.focus({ preventScroll: true })
    return () => {
      current = false
    }
  }, [reference])

  return (
    <aside class="source" aria-label="Source" onKeyDown={(event) => event.key === 'Escape' && onClose()}>
      <header>
        <div>
          <h2 ref={heading} tabIndex={-1}>
            {reference.title || reference.source}
          </h2>
          <p class="place">{placeOf(reference)}</p>
        </div>
        <button type="button" class="quiet" onClick={onClose} aria-label="Close the source">
          Close
        </button>
      </header>
      {failure && (
        <p class="failure" role="alert">
          {failure}
        </p>
      )}
      {!opened && !failure && <p class="waiting">Opening the source …</p>}
      {opened && <Notice opened={opened} reference={reference} />}
      {opened && opened.state !== 'removed' && <SourceText document={opened.document} focus={opened.focus} />}
    </aside>
  )
}

const placeOf = ({ source, heading, page }: SourceReference): string => [source, heading, page === null ? '' : `page ${page}`].filter(Boolean).join(' · ')

const Notice = ({ opened, reference }: { opened: OpenedSource; reference: SourceReference }) => {
  if (opened.state === 'whole') return null
  const sentence = {
    moved: 'This source has changed since it was cited. The same words are still there, highlighted in the current version below.',
    changed: 'This source has changed since it was cited, and these words are no longer in it. The current version is below.',
    removed: 'This document has been removed since it was cited.',
  }[opened.state]
  return (
    <div class="notice" role="status">
      <p>{sentence}</p>
      {opened.state !== 'moved' && reference.quote && <blockquote>{reference.quote.text}</blockquote>}
    </div>
  )
}
