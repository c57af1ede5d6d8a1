import type { Status } from '../api/types.ts'
import type { Health } from './use-status.ts'

export const HealthLine = ({ health: { status, failure } }: { health: Health }) => (
  <footer class="health">
    {failure && (
      <p class="failure" role="alert">
        {failure}
      </p>
    )}
    {status && <Live status={status} />}
  </footer>
)

const Live = ({ status }: { status: Status }) => (
  <>
    {status.pending_embeddings > 0 && (
      <p class="pending">
        <span class="pulse" aria-hidden="true" /> {status.pending_embeddings.toLocaleString('en')} passages wait for their vectors. They are found by words
        already.
      </p>
    )}
    <details>
      <summary>
        <span>{status.database.kind}</span>
        <span>{status.embedder.id?.split('@')[0] ?? 'word search only'}</span>
        <span>{status.answerer.id}</span>
        {status.advice.length > 0 && <span class="advice-count">{status.advice.length === 1 ? '1 suggestion' : `${status.advice.length} suggestions`}</span>}
      </summary>
      <dl>
        <dt>Database</dt>
        <dd>
          {status.database.kind}, {status.database.where} (search: {status.database.search})
        </dd>
        <dt>Embedder</dt>
        <dd>{status.embedder.message}</dd>
        <dt>Answerer</dt>
        <dd>{status.answerer.message}</dd>
        <dt>Data</dt>
        <dd>{status.data_dir}</dd>
        <dt>Version</dt>
        <dd>{status.version}</dd>
      </dl>
      {status.advice.length > 0 && (
        <ul class="advice">
          {status.advice.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      )}
    </details>
  </>
)
