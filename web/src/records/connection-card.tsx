import { useState } from 'preact/hooks'
import { checkConnection, type Checked, type Connection } from '../api/records.ts'
import { useAction } from '../use-action.ts'
import { AskAs } from './ask-as.tsx'
import { CheckReport } from './check-report.tsx'
import { RefusedList } from './refused-list.tsx'

const sourceWords = { postgres: 'PostgreSQL, read where it is', sqlite: 'imported from SQLite', files: 'imported from files' } satisfies Record<
  Connection['source'],
  string
>

export const ConnectionCard = ({ connection }: { readonly connection: Connection }) => {
  const { collection, title, source, from, entities, connected_at, trouble } = connection
  const [checked, setChecked] = useState<Checked | null>(null)
  const { isRunning, failure, run } = useAction()
  return (
    <article class="connection" aria-label={title}>
      <header>
        <h2>{title}</h2>
        <p class={trouble === null ? 'state' : 'state bad'}>{trouble ?? 'Can be asked'}</p>
      </header>
      <dl>
        <dt>Collection</dt>
        <dd>{collection}</dd>
        <dt>Rows</dt>
        <dd>
          {sourceWords[source]} <span class="note">({from})</span>
        </dd>
        <dt>Things</dt>
        <dd>{entities.join(', ')}</dd>
        <dt>Connected</dt>
        <dd>{new Date(connected_at).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short' })}</dd>
      </dl>
      <button type="button" disabled={isRunning} onClick={() => void run(async () => setChecked(await checkConnection(collection)))}>
        {isRunning ? 'Checking…' : 'Check it'}
      </button>
      {failure && <p class="failure">{failure}</p>}
      {checked && <CheckReport checked={checked} />}
      <AskAs collection={collection} suggested={checked?.customer ?? null} />
      <RefusedList collection={collection} />
    </article>
  )
}
