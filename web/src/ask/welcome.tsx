import type { Status } from '../api/types.ts'
import { handbook } from '../collections.ts'

interface Props {
  readonly status: Status | null
  readonly collection: string
  readonly onAsk: (question: string) => void
}

/** Before the first question: what this is, and the next thing to do. */
export const Welcome = ({ status, collection, onAsk }: Props) => (
  <div class="welcome">
    <h1>Ask your documents</h1>
    <p>Every sentence of an answer is traced to the exact words that support it. Where the documents do not say, neither does the answer.</p>
    {status && <FirstSteps status={status} collection={collection} onAsk={onAsk} />}
  </div>
)

const FirstSteps = ({ status: { collections }, collection, onAsk }: { status: Status; collection: string; onAsk: (question: string) => void }) => {
  const documents = collections.find(({ name }) => name === collection)?.documents ?? 0
  const hasOwn = collections.some((it) => it.name !== handbook && it.documents > 0)
  if (documents === 0) {
    return (
      <p class="next">
        The collection “{collection}” is empty. <a href="#/documents">Add documents</a> first, then ask here.
      </p>
    )
  }
  if (collection !== handbook) return null
  return (
    <>
      {!hasOwn && (
        <p class="next">
          You are asking the handbook of Answerable. <a href="#/documents">Add your own documents</a>, or try one of these:
        </p>
      )}
      <ul class="examples" aria-label="Questions to try">
        {examples.map((question) => (
          <li key={question}>
            <button type="button" onClick={() => onAsk(question)}>
              {question}
            </button>
          </li>
        ))}
      </ul>
    </>
  )
}

/** The handbook answers each of them, also without a language model. */
export const examples = ['How do I add my own documents?', 'Where is my data stored?', 'What happens when the documents do not answer a question?']
