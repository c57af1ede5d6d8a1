import { useId, useState } from 'preact/hooks'
import { askAs, type RecordAnswer } from '../api/records.ts'
import { useAction } from '../use-action.ts'

interface Props {
  readonly collection: string
  /** Somebody to ask as, until a person has written another. */
  readonly suggested: string | null
}

/** What a customer would be answered, for whoever runs the program. */
export const AskAs = ({ collection, suggested }: Props) => {
  const id = useId()
  const [written, setWritten] = useState<string | null>(null)
  const [question, setQuestion] = useState('')
  const [answer, setAnswer] = useState<RecordAnswer | null>(null)
  const { isRunning, failure, run } = useAction()
  const customer = written ?? suggested ?? ''
  const ask = (event: Event): void => {
    event.preventDefault()
    setAnswer(null)
    void run(async () => setAnswer(await askAs(collection, question, customer.trim())))
  }
  return (
    <form class="ask-as" onSubmit={ask} aria-label="Ask as a customer">
      <h3>Ask as a customer</h3>
      <div class="line">
        <label for={`${id}-customer`}>Customer</label>
        <input id={`${id}-customer`} required maxLength={200} autocomplete="off" value={customer} onInput={(event) => setWritten(event.currentTarget.value)} />
      </div>
      <div class="line">
        <label for={`${id}-question`}>Question</label>
        <input
          id={`${id}-question`}
          required
          maxLength={1000}
          autocomplete="off"
          placeholder="Where is my latest order?"
          value={question}
          onInput={(event) => setQuestion(event.currentTarget.value)}
        />
        <button type="submit" disabled={isRunning}>
          {isRunning ? 'Asking…' : 'Ask'}
        </button>
      </div>
      {failure && <p class="failure">{failure}</p>}
      {answer && <Answered answer={answer} />}
    </form>
  )
}

const Answered = ({ answer: { answer, abstained, citations, timings_ms } }: { readonly answer: RecordAnswer }) => (
  <div class="answered" role="status">
    <p class="text">
      {abstained && <strong>No answer: </strong>}
      {answer}
    </p>
    {citations.length > 0 && (
      <ul aria-label="What it rests on">
        {citations.map((it, index) => (
          <li key={index}>
            <code>{it.source}</code> <q>{it.quote}</q>
          </li>
        ))}
      </ul>
    )}
    <p class="note">{Math.round(timings_ms['total'] ?? 0)} ms</p>
  </div>
)
