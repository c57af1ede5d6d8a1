import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { sentenceOf } from '../api/request.ts'
import { useChunks } from './use-chunks.ts'
import { SourceNotice } from './source-notice.tsx'
import { SourceText } from './source-text.tsx'
import { openSource, type OpenedSource, type SourceReference } from './source.ts'
import { useWide } from './use-wide.ts'

interface Props {
  readonly references: readonly SourceReference[]
  readonly index: number
  readonly takesFocus: boolean
  readonly onStep: (index: number) => void
  readonly onClose: () => void
}

/** The source beside the answer; on a narrow screen a sheet above it. Takes the focus when it opens; Escape closes, arrows step to the next one. */
export const SourcePanel = ({ references, index, takesFocus, onStep, onClose }: Props) => {
  const [older, setOlder] = useState(true)
  const cited = references[index]!
  const reference = older ? cited : { ...cited, version: null }
  const { opened, failure } = useOpened(reference, older)
  const { chunks, toggle, chunksFailure } = useChunks(opened && hasChunks(cited, opened) ? opened.document : null)
  const heading = useRef<HTMLHeadingElement>(null)
  // At once: taken later, the focus would be taken from who writes the next question meanwhile.
  useLayoutEffect(() => {
    setOlder(true)
    if (takesFocus) heading.current?.focus({ preventScroll: true })
  }, [cited])
  const isSheet = !useWide()
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') onClose()
    const to = index + stepOf(event)
    if (to !== index && references[to]) {
      event.preventDefault()
      onStep(to)
    }
  }
  return (
    <div class="source" role={isSheet ? 'dialog' : 'complementary'} aria-modal={isSheet ? true : undefined} aria-label="Source" onKeyDown={onKeyDown}>
      <div class="source-head">
        <div class="source-tools">
          {references.length > 1 && <Steps index={index} count={references.length} onStep={onStep} />}
          {!isBare(cited, opened) && (
            <button type="button" class="tool" onClick={toggle} aria-pressed={chunks !== null} disabled={!opened || !hasChunks(cited, opened)}>
              Chunks
            </button>
          )}
          <button type="button" class="tool" onClick={onClose} aria-label="Close the source">
            <span class="icon icon-close" aria-hidden="true" />
          </button>
        </div>
        <h2 ref={heading} tabIndex={-1} dir="auto">
          {cited.title || cited.source}
        </h2>
        <p class="place">{placeOf(cited)}</p>
      </div>
      {(failure ?? chunksFailure) && (
        <p class="failure" role="alert">
          {failure ?? chunksFailure}
        </p>
      )}
      {!opened && !failure && <p class="waiting">Opening the source …</p>}
      {opened && <SourceNotice opened={opened} reference={cited} onCurrent={() => setOlder(false)} />}
      {opened && opened.state !== 'removed' && <SourceText document={opened.document} focus={opened.focus} chunks={chunks} />}
    </div>
  )
}

/** A record, or words alone: nothing was cut. */
const isBare = ({ documentId }: SourceReference, opened: OpenedSource | null): boolean => documentId.startsWith('record:') || opened?.state === 'quoted'

const hasChunks = (cited: SourceReference, opened: OpenedSource): opened is Exclude<OpenedSource, { state: 'removed' }> =>
  !isBare(cited, opened) && opened.state !== 'removed' && opened.state !== 'older'

const useOpened = (reference: SourceReference, older: boolean): { opened: OpenedSource | null; failure: string | null } => {
  const [opened, setOpened] = useState<OpenedSource | null>(null)
  const [failure, setFailure] = useState<string | null>(null)
  const { documentId, version, quote } = reference
  useEffect(() => {
    let current = true
    setOpened(null)
    setFailure(null)
    openSource(reference).then(
      (it) => current && setOpened(it),
      (error: unknown) => current && setFailure(sentenceOf(error)),
    )
    return () => {
      current = false
    }
  }, [documentId, version, quote, older])
  return { opened, failure }
}

const Steps = ({ index, count, onStep }: { index: number; count: number; onStep: (index: number) => void }) => (
  <span class="steps" role="group" aria-label="Sources">
    <button type="button" class="tool" disabled={index === 0} onClick={() => onStep(index - 1)} aria-label="Previous source" title="Previous source (←)">
      <span class="icon icon-previous" aria-hidden="true" />
    </button>
    <span role="status">
      {index + 1} of {count}
    </span>
    <button type="button" class="tool" disabled={index === count - 1} onClick={() => onStep(index + 1)} aria-label="Next source" title="Next source (→)">
      <span class="icon icon-next" aria-hidden="true" />
    </button>
  </span>
)

const stepOf = ({ key, altKey, ctrlKey, metaKey, shiftKey }: KeyboardEvent): number => {
  if (altKey || ctrlKey || metaKey || shiftKey) return 0
  return key === 'ArrowRight' ? 1 : key === 'ArrowLeft' ? -1 : 0
}

const placeOf = ({ source, heading, page }: SourceReference): string => [source, heading, page === null ? '' : `page ${page}`].filter(Boolean).join(' › ')
