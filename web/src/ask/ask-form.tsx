import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { CollectionSelect } from '../collection-select.tsx'
import { isSend } from './is-send.ts'

// The API's own limit for a question.
const longestQuestion = 1000

interface Props {
  readonly busy: boolean
  readonly invitation: string
  readonly collection: string
  readonly collections: readonly string[]
  readonly onCollection: (name: string) => void
  readonly onAsk: (question: string) => void
  readonly onStop: () => void
}

export const AskForm = ({ busy, invitation, collection, collections, onCollection, onAsk, onStop }: Props) => {
  const [question, setQuestion] = useState('')
  const field = useRef<HTMLTextAreaElement>(null)
  useLayoutEffect(() => field.current?.focus({ preventScroll: true }), [])
  const submit = (event: Event): void => {
    event.preventDefault()
    if (busy || question.trim() === '') return
    onAsk(question.trim())
    setQuestion('')
  }
  const left = longestQuestion - question.length
  return (
    <form class="ask-form" onSubmit={submit}>
      <label for="question" class="unseen">
        Your question
      </label>
      <textarea
        id="question"
        ref={field}
        rows={1}
        dir="auto"
        value={question}
        maxLength={longestQuestion}
        placeholder={invitation}
        aria-describedby="question-help"
        onInput={(event) => setQuestion(event.currentTarget.value)}
        onKeyDown={(event) => isSend(event) && submit(event)}
      />
      <div class="ask-tools">
        {collections.length > 0 && <CollectionSelect label="in" names={collections} selected={collection} onSelect={onCollection} />}
        <p id="question-help" class={left < 200 ? 'hint' : 'unseen'}>
          {left < 200 ? `${left} characters left.` : 'Enter sends, Shift and Enter begins a new line.'}
        </p>
        {busy ? (
          <button type="button" class="main" onClick={onStop}>
            Stop
          </button>
        ) : (
          <button type="submit" class="main" disabled={question.trim() === ''}>
            Ask
          </button>
        )}
      </div>
    </form>
  )
}
