import { useEffect } from 'preact/hooks'
import type { Model } from '../api/types.ts'
import type { Fetching, Models } from './use-models.ts'

export const ModelList = ({ models: { models, fetching, failure, reload, fetch, stop } }: { models: Models }) => {
  useEffect(reload, [reload])
  if (!models) return null
  return (
    <section class="models">
      <h2>Models on this machine</h2>
      {failure && (
        <p class="failure" role="alert">
          {failure}
        </p>
      )}
      <ul>
        {models.map((model) => (
          <li key={model.id}>
            <p class="name">
              <strong>{model.id}</strong>
              <span>
                {model.purpose === 'embedding' ? 'search by meaning' : 'writes answers'} · {megabytes(model.bytes)} MB · {model.licence}
              </span>
            </p>
            <ModelState model={model} fetching={fetching} onFetch={() => fetch(model.id)} onStop={stop} />
          </li>
        ))}
      </ul>
    </section>
  )
}

interface StateProps {
  readonly model: Model
  readonly fetching: Fetching | null
  readonly onFetch: () => void
  readonly onStop: () => void
}

const ModelState = ({ model, fetching, onFetch, onStop }: StateProps) => {
  if (fetching?.id === model.id) {
    return (
      <div class="fetching">
        <progress aria-label={`Fetching ${model.id}`} {...(fetching.total ? { value: fetching.received, max: fetching.total } : {})} />
        <button type="button" class="quiet" onClick={onStop}>
          Stop
        </button>
        <p class="note">{fetching.total ? `${megabytes(fetching.received)} of ${megabytes(fetching.total)} MB` : fetching.line}</p>
      </div>
    )
  }
  if (model.installed) return <span class="installed">here</span>
  return (
    <button type="button" class="quiet" onClick={onFetch} disabled={fetching !== null} aria-label={`Fetch ${model.id}`}>
      Fetch
    </button>
  )
}

const megabytes = (bytes: number): string => Math.round(bytes / 1e6).toLocaleString('en')
