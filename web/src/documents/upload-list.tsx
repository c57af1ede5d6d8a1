import { useState } from 'preact/hooks'
import { siteProgress, uploadSentence } from './upload-sentence.ts'
import { fileStates, type Upload } from './upload.ts'

export const UploadList = ({ uploads, onForget }: { uploads: readonly Upload[]; onForget: (id: number) => void }) => (
  <ul class="uploads" aria-label="Uploads">
    {uploads.map((upload) => (
      <li key={upload.id} class={upload.state}>
        <p>
          <span class="sentence" role="status">
            {uploadSentence(upload)}
          </span>
          {isOver(upload) ? (
            <button type="button" class="quiet" onClick={() => onForget(upload.id)}>
              Dismiss
            </button>
          ) : (
            <progress aria-label={`Progress of ${upload.names.join(', ')}`} {...barOf(upload)} />
          )}
        </p>
        {upload.failure && (
          <p class="failure" role="alert">
            {upload.failure}
          </p>
        )}
        {!isOver(upload) && upload.names.length > 1 && <FileList upload={upload} />}
        {upload.kind === 'site' && !isOver(upload) && <p class="site-progress">{siteProgress(upload)}</p>}
        <Remarks className="failed-files" remarks={upload.failedFiles} />
        <Remarks className="file-notes" remarks={upload.notes} />
      </li>
    ))}
  </ul>
)

/** Without a value the bar only moves. */
const barOf = ({ state, done, total, sent }: Upload): { value?: number; max?: number } => {
  if (state === 'sending') return sent === null ? {} : { value: sent, max: 1 }
  return state === 'running' && total ? { value: done, max: total } : {}
}

const FileList = ({ upload }: { upload: Upload }) => (
  <ul class="file-list">
    {fileStates(upload).map(({ name, state }) => (
      <li key={name} data-state={state}>
        {name} <span>{state}</span>
      </li>
    ))}
  </ul>
)

// What a glance takes in; a site may have hundreds.
const fewRemarks = 6

const Remarks = ({ className, remarks }: { className: string; remarks: Upload['failedFiles'] }) => {
  const [all, setAll] = useState(false)
  if (remarks.length === 0) return null
  const shown = all ? remarks : remarks.slice(0, fewRemarks)
  return (
    <ul class={className}>
      {shown.map(({ source, reason }) => (
        <li key={`${source} ${reason}`}>
          <strong>{source}</strong> {reason}
        </li>
      ))}
      {shown.length < remarks.length && (
        <li>
          <button type="button" class="link" onClick={() => setAll(true)}>
            Show all {remarks.length.toLocaleString('en')}
          </button>
        </li>
      )}
    </ul>
  )
}

const isOver = ({ state }: Upload): boolean => state === 'done' || state === 'failed'
