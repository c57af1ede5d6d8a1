import { useState } from 'preact/hooks'
import { DropArea } from '../drop-area.tsx'

interface Props {
  readonly hasModel: boolean
  readonly onRead: (file: File, older: File | null, useModel: boolean) => void
}

/** A log to read, another to compare it with, and whether a model is asked. */
export const ChooseLog = ({ hasModel, onRead }: Props) => {
  const [useModel, setUseModel] = useState(true)
  const [older, setOlder] = useState<File | null>(null)
  const read = ([file]: readonly File[]): void => {
    if (file) onRead(file, older, useModel)
  }
  return (
    <>
      <DropArea verb="Choose a log" label="Log to read" onFiles={read}>
        or drop it here: a text file of any format, or a .gz of it. It goes to the machine that serves this page, is read there, and not kept
        {hasModel && useModel ? '; the model is told templates and figures, with secrets and personal data masked, and never sees the log' : ''}.
      </DropArea>
      <p class="options">
        {hasModel && (
          <label>
            <input type="checkbox" checked={useModel} onChange={(event) => setUseModel(event.currentTarget.checked)} /> Have the language model summarise the
            figures
          </label>
        )}
        <label>
          Compare with an older log <input type="file" onChange={(event) => setOlder(event.currentTarget.files?.[0] ?? null)} />
        </label>
      </p>
    </>
  )
}
