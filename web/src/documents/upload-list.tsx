import { uploadSentence, type Upload } from './upload.ts'

export const UploadList = ({ uploads, onForget }: { uploads: readonly Upload[]; onForget: (id: number) => void }) => (
  <ul class="uploads" aria-label="Uploads" aria-live="polite">
    {uploads.map((upload) => (
      <li key={upload.id} class={upload.state}>
        <p>
          <span class="sentence">{uploadSentence(upload)}</span>
          {isOver(upload) ? (
            <button type="button" class="quiet" onClick={() => onForget(upload.id)}>
              Dismiss
            </button>
          ) : (
            <progress aria-label="Progress" {...(upload.state === 'running' && upload.total ? { value: upload.done, max: upload.total } : {})} />
          )}
        </p>
        {upload.failure && <p class="failure">{upload.failure}</p>}
        <Remarks className="failed-files" remarks={upload.failedFiles} />
        <Remarks className="file-notes" remarks={upload.notes} />
      </li>
    ))}
  </ul>
)

const Remarks = ({ className, remarks }: { className: string; remarks: Upload['failedFiles'] }) =>
  remarks.length === 0 ? null : (
    <ul class={className}>
      {remarks.map(({ source, reason }) => (
        <li key={`${source} ${reason}`}>
          <strong>{source}</strong> {reason}
        </li>
      ))}
    </ul>
  )

const isOver = ({ state }: Upload): boolean => state === 'done' || state === 'failed'
