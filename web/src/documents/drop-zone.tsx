import { useRef, useState } from 'preact/hooks'

interface Props {
  readonly collection: string
  readonly onFiles: (files: readonly File[]) => void
}

export const DropZone = ({ collection, onFiles }: Props) => {
  const [over, setOver] = useState(false)
  const chooser = useRef<HTMLInputElement>(null)
  const drop = (event: DragEvent): void => {
    event.preventDefault()
    setOver(false)
    onFiles([...(event.dataTransfer?.files ?? [])])
  }
  const choose = (event: Event & { currentTarget: HTMLInputElement }): void => {
    onFiles([...(event.currentTarget.files ?? [])])
    // Else choosing the same file again would be no change, and nothing would happen.
    event.currentTarget.value = ''
  }
  return (
    <div
      class={over ? 'drop-zone over' : 'drop-zone'}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <input ref={chooser} id="files" class="unseen" type="file" multiple onChange={choose} tabIndex={-1} aria-label="Files to add" />
      <button type="button" class="main" onClick={() => chooser.current?.click()}>
        Choose files
      </button>
      <p>or drop them here. Markdown, text, HTML, PDF, Word, notebooks, CSV and JSON go to the collection “{collection}” on this machine and nowhere else.</p>
    </div>
  )
}
