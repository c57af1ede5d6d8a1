import type { Abilities } from '../api/abilities.ts'
import type { Status } from '../api/types.ts'
import type { Health } from './use-health.ts'
import { EmbeddingList } from './embedding-list.tsx'
import type { Models } from './use-models.ts'
import { TaskList } from './task-list.tsx'
import { ModelList } from './model-list.tsx'
import { StartProgress } from './start-progress.tsx'

interface Props {
  readonly health: Health
  readonly abilities: Abilities
  readonly models: Models
}

/** What is live, what is missing, and how to get it. */
export const HealthView = ({ health: { status, readiness, failure, refresh }, abilities, models }: Props) => (
  <section class="health" aria-label="Health">
    <h1>Health</h1>
    {failure && (
      <p class="failure" role="alert">
        {failure}
      </p>
    )}
    {!status && !failure && <p class="waiting">Asking the server …</p>}
    {readiness && !readiness.ready && <StartProgress readiness={readiness} />}
    {status && (
      <>
        <Live status={status} />
        {status.advice.length > 0 && (
          <section class="advice">
            <h2>What would make it better</h2>
            <ul>
              {status.advice.map((sentence) => (
                <li key={sentence}>{sentence}</li>
              ))}
            </ul>
          </section>
        )}
        <Collections status={status} />
        {abilities.has('GET /embedding') && <EmbeddingList status={status} models={models.models} onChanged={refresh} />}
        <TaskList tasks={status.tasks} />
        {abilities.has('GET /models') && <ModelList models={models} />}
      </>
    )}
  </section>
)

const Live = ({ status: { answerer, embedder, database, data_dir, version, pending_embeddings } }: { status: Status }) => (
  <dl class="facts-table">
    <dt>Answers</dt>
    <dd>{answerer.message}</dd>
    <dt>Search</dt>
    <dd>
      <span class={`dot ${embedder.state === 'ready' ? 'good' : embedder.state === 'loading' ? 'busy' : 'advice'}`} aria-hidden="true" />
      {embedder.message}
      {pending_embeddings > 0 && (
        <span class="pending"> {pending_embeddings.toLocaleString('en')} passages wait for their vectors; they are found by words already.</span>
      )}
    </dd>
    <dt>Database</dt>
    <dd>
      {database.kind}
      {database.where !== null && `, ${database.where}`} (search: {database.search})
    </dd>
    {data_dir !== null && (
      <>
        <dt>Data</dt>
        <dd>{data_dir}</dd>
      </>
    )}
    <dt>Version</dt>
    <dd>{version}</dd>
  </dl>
)

const Collections = ({ status: { collections } }: { status: Status }) => (
  <section>
    <h2>Collections</h2>
    {collections.length === 0 ? (
      <p class="empty">
        None yet. <a href="#/documents">Add documents</a>.
      </p>
    ) : (
      <table>
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Documents</th>
            <th scope="col">Chunks</th>
          </tr>
        </thead>
        <tbody>
          {collections.map(({ name, documents, chunks }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{documents.toLocaleString('en')}</td>
              <td>{chunks.toLocaleString('en')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    )}
  </section>
)
