import { useEffect, useState } from 'preact/hooks'
import type { Abilities } from '../api/abilities.ts'
import { suggestQuestions } from '../api/suggestions.ts'
import type { Status } from '../api/types.ts'
import { handbook } from '../collections.ts'
import { Examples } from './examples.tsx'

interface Props {
  readonly status: Status | null
  readonly abilities: Abilities
  readonly collection: string
  readonly onAsk: (question: string) => void
}

/** Before the first question: what this is, and the next thing to do. */
export const Welcome = ({ status, abilities, collection, onAsk }: Props) => (
  <div class="welcome">
    <h1>Ask your documents</h1>
    <p>Every sentence of an answer is traced to the exact words that support it. Where the documents do not say, neither does the answer.</p>
    {status && <FirstSteps status={status} abilities={abilities} collection={collection} onAsk={onAsk} />}
  </div>
)

const FirstSteps = ({ status: { collections, answerer }, abilities, collection, onAsk }: Props & { status: Status }) => {
  const documents = collections.find(({ name }) => name === collection)?.documents ?? 0
  const hasOwn = collections.some((it) => it.name !== handbook && it.documents > 0)
  // Made from headings they cost nothing; a model is not set to work unasked.
  const isFree = answerer.id === 'extractive' && abilities.has('POST /suggestions')
  if (documents === 0) {
    return (
      <p class="next">
        The collection “{collection}” is empty. <a href="#/documents">Add documents</a> first, then ask here.
      </p>
    )
  }
  if (collection !== handbook) return <CollectionExamples key={collection} collection={collection} isFree={isFree} onAsk={onAsk} />
  return (
    <>
      {!hasOwn && (
        <p class="next">
          You are asking the handbook of Answerable. <a href="#/documents">Add your own documents</a>, or try one of these:
        </p>
      )}
      <Examples label="Questions to try" questions={examples} onAsk={onAsk} />
    </>
  )
}

const CollectionExamples = ({ collection, isFree, onAsk }: { collection: string; isFree: boolean; onAsk: (question: string) => void }) => {
  const [questions, setQuestions] = useState<readonly string[]>([])
  useEffect(() => {
    if (!isFree) return
    const controller = new AbortController()
    suggestQuestions({ collection }, controller.signal).then(setQuestions, () => {})
    return () => controller.abort()
  }, [collection, isFree])
  return questions.length === 0 ? null : <Examples label="Questions to try" questions={questions} onAsk={onAsk} />
}

/** The handbook answers each of them, also without a language model. */
export const examples = ['How do I add my own documents?', 'How are answers verified?', 'What happens when the documents do not answer a question?']
