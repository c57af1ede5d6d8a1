import { useEffect, useRef, useState } from 'preact/hooks'

// The API's own limit for a question.
const longestQuestion = 1000

interface Props {
  readonly busy: boolean
  readonly onAsk: (question: string) => void
  readonly onStop: () => void
}

export const AskForm = ({ busy, onAsk, onStop }: Props) => {
  const [question, setQuestion] = useState('')
  const field = useRef<HTMLTextAreaElement>(null)
  useEffect(() => field.current?.focus({ preventScroll: true }), [])
  const submit = (event: Event): void => {
    event.preventDefault()
    if (busy || question.trim() === '') return
    onAsk(question.trim())
    setQuestion('')
  }
  return (
    <form class="ask-form" onSubmit={submit}>
      <label for="question" class="unseen">
        Your question
      </label>
      <textarea
        id="question"
        ref={field}
        rows={1}
        value={question}
        maxLength={longestQuestion}
        placeholder="Ask your documents …"
        aria-describedby="question-help"
        onInput={(event) => setQuestion(event.currentTarget.value)}
        onKeyDown={(event) => isSend(event) && submit(event)}
      />
      {busy ? (
        <button type="button" class="main" onClick={onStop}>
          Stop
        </button>
      ) : (
        <button type="submit" class="main" disabled={question.trim() === ''}>
          Ask
        </button>
      )}
      <p id="question-help" class={question.length > longestQuestion - 200 ? 'hint' : 'unseen'}>
        {question.length > longestQuestion - 200 ? `${longestQuestion - question.length} characters left.` : 'Enter sends, Shift and Enter begins a new line.'}
      </p>
    </form>
  )
}

/** Not while an input method is composing: there Enter chooses a character. */
const isSend = (event: KeyboardEvent): boolean => event.key === 'Enter' && !event.shiftKey && !event.isComposing
