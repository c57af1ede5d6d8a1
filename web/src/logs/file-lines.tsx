import { useEffect, useRef, useState } from 'preact/hooks'
import { unpacked } from './compressed.ts'
import { linesOf, type FileLine } from './local-lines.ts'

export interface Place {
  readonly from: number
  readonly to: number
  /** To look at first; null: the beginning. */
  readonly line: number | null
}

interface Props {
  readonly file: File
  readonly place: Place
  readonly lines: number
  readonly onMove: (place: Place) => void
  readonly onClose: () => void
}

const step = 40

/** Lines as they stand in the file that was chosen: read from it here, never from the server. */
export const FileLines = ({ file, place, lines, onMove, onClose }: Props) => {
  const dialog = useRef<HTMLDialogElement>(null)
  const [found, setFound] = useState<readonly FileLine[] | null>(null)
  const [failure, setFailure] = useState<string | null>(null)
  useEffect(() => dialog.current?.showModal(), [])
  useEffect(() => {
    let isOver = false
    setFound(null)
    setFailure(null)
    unpacked(file)
      .then((stream) => linesOf(stream as unknown as AsyncIterable<Uint8Array>, place.from, place.to))
      .then(
        (read) => isOver || setFound(read),
        () => isOver || setFailure('The file cannot be read any more: it was moved, changed or cut. Choose it again.'),
      )
    return () => void (isOver = true)
  }, [file, place])
  useEffect(() => dialog.current?.querySelector('.target')?.scrollIntoView({ block: 'center' }), [found])
  const move = (by: number): void => onMove({ from: Math.max(1, place.from + by), to: Math.max(step, place.to + by), line: null })
  return (
    <dialog ref={dialog} class="file-lines" aria-labelledby="file-lines" onClose={onClose}>
      <header>
        <h2 id="file-lines">
          Lines {place.from.toLocaleString('en')} to {Math.min(place.to, lines).toLocaleString('en')}
        </h2>
        <button type="button" class="tool" disabled={place.from <= 1} onClick={() => move(-step)}>
          Earlier
        </button>
        <button type="button" class="tool" disabled={place.to >= lines} onClick={() => move(step)}>
          Later
        </button>
        <button type="button" class="tool" onClick={() => dialog.current?.close()}>
          Close
        </button>
      </header>
      {failure && (
        <p class="failure" role="alert">
          {failure}
        </p>
      )}
      {!found && !failure && <p class="waiting">Looking for them in {file.name} …</p>}
      {found && (
        <div class="scrolled" tabIndex={0} role="region" aria-label={`Lines of ${file.name}`}>
          <ol>
            {found.map(({ line, text }) => (
              <li key={line} class={line === place.line ? 'target' : undefined}>
                <span class="number">{line}</span>
                <code>{text}</code>
              </li>
            ))}
          </ol>
        </div>
      )}
    </dialog>
  )
}
