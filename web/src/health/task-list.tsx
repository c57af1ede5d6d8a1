import type { TaskStatus } from '../api/types.ts'

/** What language models do here, and which does it. Nothing where there is none. */
export const TaskList = ({ tasks }: { tasks: readonly TaskStatus[] }) => {
  const served = tasks.filter(({ models }) => models.length > 0)
  if (served.length === 0) return null
  return (
    <section class="tasks">
      <h2>Who writes</h2>
      <ul>
        {served.map(({ task, live, models, notes, max_tokens, temperature }) => (
          <li key={task}>
            <p class="name">
              <strong>{taskNames[task]}</strong>
              <span>
                up to {max_tokens.toLocaleString('en')} tokens{temperature > 0 && `, temperature ${temperature}`}
              </span>
            </p>
            <ol>
              {models.map((model) => (
                <li key={model.id}>
                  {models.length > 1 && <Turn isLive={model.id === live} />}
                  <strong>{model.id}</strong> <span>{factsOf(model)}</span>
                  {model.state !== 'closed' && <p class="trouble">Passed over for now. {model.last_failure}</p>}
                </li>
              ))}
            </ol>
            {notes.map((note) => (
              <p key={note} class="trouble">
                {note}
              </p>
            ))}
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Of several models: the one that is asked now. */
const Turn = ({ isLive }: { isLive: boolean }) => (
  <>
    <span class={isLive ? 'dot good' : 'dot waiting'} aria-hidden="true" />
    {isLive && <span class="unseen">Asked now: </span>}
  </>
)

const taskNames: Readonly<Record<TaskStatus['task'], string>> = {
  answer: 'Answers questions',
  condense: 'Makes follow-ups and foreign questions stand alone',
  extract: 'Fills a response_schema',
  judge: 'Judges answers in evaluations and quiet moments',
  summarise: 'Summarise logs',
  diagnose: 'Find out what is wrong',
  creative: 'Suggests questions',
}

const factsOf = ({ context_tokens, price_per_million_usd: price }: TaskStatus['models'][number]): string =>
  [`window of ${context_tokens.toLocaleString('en')} tokens`, priceInWords(price)].join(' · ')

const priceInWords = (price: { input: number; output: number } | null): string => {
  if (!price) return 'price unknown'
  return price.input === 0 && price.output === 0 ? 'no cost' : `$${price.input} in, $${price.output} out for a million tokens`
}
