import { useRef, useState } from 'preact/hooks'
import { isSend } from './is-send.ts'

interface Props {
  readonly question: string
  /** The question as it was searched, where it is another. */
  readonly standalone: string | null
  /** Null while it is being answered. */
  readonly onEdit: ((question: string) => void) | null
}

/** The question; it can be edited, and then what followed it is dropped. */
export const QuestionHeading = ({ question, standalone, onEdit }: Props) => {
  const [editing, setEditing] = useState(false)
  const opener = useRef<HTMLButtonElement>(null)
  const close = (): void => {
    setEditing(false)
    requestAnimationFrame(() => opener.current?.focus())
  }
  if (editing && onEdit) return <EditQuestion question={question} onCancel={close} onEdit={onEdit} />
  return (
    <header class="question">
      <h2 dir="auto">{question}</h2>
      {onEdit && (
        <button ref={opener} type="button" class="tool" onClick={() => setEditing(true)} aria-label="Edit the question" title="Edit the question">
          <span class="icon icon-edit" aria-hidden="true" />
        </button>
      )}
      {standalone && (
        <p class="standalone" dir="auto">
          Understood as: {standalone}
        </p>
      )}
    </header>
  )
}

const EditQuestion = ({ question, onCancel, onEdit }: { question: string; onCancel: () => void; onEdit: (question: string) => void }) => {
  const [text, setText] = useState(question)
  const isReady = text.trim() !== ''
  const submit = (event: Event): void => {
    event.preventDefault()
    if (isReady) onEdit(text.trim())
  }
  return (
    <form class="edit-question" onSubmit={submit} onKeyDown={(event) => event.key === 'Escape' && onCancel()}>
      <h2 class="unseen">{question}</h2>
      <textarea
        aria-label="Edit the question"
        dir="auto"
        rows={2}
        maxLength={1000}
        value={text}
        ref={focusOnce}
        onInput={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => isSend(event) && submit(event)}
      />
      <p>
        <button type="submit" class="main" disabled={!isReady}>
          Ask
        </button>
        <button type="button" class="quiet" onClick={onCancel}>
          Cancel
        </button>
        <span class="note">What follows this question is dropped.</span>
      </p>
    </form>
  )
}

const focusOnce = (field: HTMLTextAreaElement | null): void => {
  if (field && document.activeElement !== field && field.dataset['focused'] === undefined) {
    field.dataset['focused'] = ''
    field.focus()
  }
}
