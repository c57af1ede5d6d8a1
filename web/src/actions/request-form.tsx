import { useState } from 'preact/hooks'
import { askForAction, type Requested } from '../api/actions.ts'
import { useAction } from '../use-action.ts'

interface Props {
  /** Ids of proposals that wait. */
  readonly waiting: readonly string[]
  readonly isStopped: boolean
  readonly onAsked: () => void
}

/** Plain words to a proposal, or to what is missing. Nothing runs by asking. */
export const RequestForm = ({ waiting, isStopped, onAsked }: Props) => {
  const [words, setWords] = useState('')
  const [asked, setAsked] = useState<Requested | null>(null)
  const { isRunning, failure, run } = useAction()
  const ask = (event: Event): void => {
    event.preventDefault()
    setAsked(null)
    void run(async () => {
      const answer = await askForAction(words.trim())
      setAsked(answer)
      if (answer.proposal) setWords('')
      onAsked()
    })
  }
  return (
    <form class="request" onSubmit={ask}>
      <label for="request">What is to be done?</label>
      <div class="line">
        <input
          id="request"
          type="text"
          maxLength={300}
          autoComplete="off"
          placeholder="restart the indexer on web-2"
          value={words}
          disabled={isStopped}
          onInput={(event) => setWords(event.currentTarget.value)}
        />
        <button type="submit" disabled={isStopped || isRunning || words.trim() === ''}>
          Show what would run
        </button>
      </div>
      <div role="status">
        {failure && <p class="failure">{failure}</p>}
        {asked?.proposal && waiting.includes(asked.proposal.proposal_id) && (
          <p class="note">It is below, and nothing has run. It waits five minutes for your yes.</p>
        )}
        {asked?.refusal && (
          <div class="refusal">
            <p>{asked.refusal.message}</p>
            {asked.nearest.length > 0 && (
              <ul>
                {asked.nearest.map(({ name, description }) => (
                  <li key={name}>
                    <strong>{name}</strong> {description}
                  </li>
                ))}
              </ul>
            )}
          </div>
        )}
      </div>
    </form>
  )
}
