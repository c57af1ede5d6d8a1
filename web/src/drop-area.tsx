import type { ComponentChildren } from 'preact'
import { useRef, useState } from 'preact/hooks'

interface Props {
  /** On the button, e.g. `Choose files`. */
  readonly verb: string
  /** Of the hidden input, for who hears the page. */
  readonly label: string
  readonly id?: string
  readonly multiple?: boolean
  readonly onFiles: (files: readonly File[]) => void
  /** What else may be done with it, and what becomes of it. */
  readonly children: ComponentChildren
}

/** Files by a button or dropped. */
export const DropArea = ({ verb, label, id, multiple = false, onFiles, children }: Props) => {
  const [over, setOver] = useState(false)
  const chooser = useRef<HTMLInputElement>(null)
  const take = (files: FileList | null | undefined): void => onFiles([...(files ?? [])])
  return (
    <div
      class={over ? 'drop-zone over' : 'drop-zone'}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault()
        setOver(false)
        take(event.dataTransfer?.files)
      }}
    >
      <input
        ref={chooser}
        id={id}
        class="unseen"
        type="file"
        multiple={multiple}
        tabIndex={-1}
        aria-label={label}
        onChange={(event) => {
          take(event.currentTarget.files)
          // Else choosing the same file again would be no change, and nothing would happen.
          event.currentTarget.value = ''
        }}
      />
      <button type="button" class="main" onClick={() => chooser.current?.click()}>
        {verb}
      </button>
      <p>{children}</p>
    </div>
  )
}
