import { useRef, useState } from 'preact/hooks'
import { beginChange, estimateChange } from '../api/embedding.ts'
import type { EmbeddingPlan, Model } from '../api/types.ts'
import { useAction } from '../use-action.ts'
import { estimateSentence } from './estimate.ts'
import { modelName } from './model-name.tsx'

interface Props {
  readonly collection: string
  readonly active: string | null
  readonly configured: string | null
  readonly models: readonly Model[]
  readonly onLeave: () => void
  readonly onBegun: () => void
}

/** First what a change would take, then, confirmed, its beginning. */
export const ChangeModel = ({ collection, active, configured, models, onLeave, onBegun }: Props) => {
  const [model, setModel] = useState('')
  const [estimate, setEstimate] = useState<{ readonly plan: EmbeddingPlan | null } | null>(null)
  const { isRunning, failure, run } = useAction()
  const estimating = useRef<AbortController | null>(null)
  const choose = (name: string): void => {
    setModel(name)
    setEstimate(null)
  }
  const leave = (): void => {
    estimating.current?.abort()
    onLeave()
  }
  const submit = (event: Event): void => {
    event.preventDefault()
    const wish = { collection, model: model.trim() }
    if (estimate?.plan) {
      void run(async () => {
        await beginChange(wish)
        onBegun()
        onLeave()
      })
    } else {
      const { signal } = (estimating.current = new AbortController())
      void run(async () => setEstimate({ plan: await estimateChange(wish, signal) }))
    }
  }
  return (
    <form class="change-model" onSubmit={submit} onKeyDown={(event) => event.key === 'Escape' && leave()}>
      <label>
        Search “{collection}” with
        <input
          type="text"
          list="embedding-models"
          maxLength={500}
          placeholder={configured ? `${modelName(configured)}, as the settings say` : 'the name of a model'}
          value={model}
          ref={focusOnce}
          onInput={(event) => choose(event.currentTarget.value)}
        />
      </label>
      <datalist id="embedding-models">
        {models
          .filter(({ id, purpose }) => purpose === 'embedding' && id !== (active && modelName(active)))
          .map(({ id }) => (
            <option key={id} value={id} />
          ))}
      </datalist>
      <p class="estimate" role="status">
        {isRunning && !estimate && 'Measuring what it would take …'}
        {estimate && (estimate.plan ? <Planned plan={estimate.plan} /> : 'It is searched with this model already.')}
      </p>
      {failure && (
        <p class="failure" role="alert">
          {failure}
        </p>
      )}
      <p class="buttons">
        <button type="submit" class="main" disabled={isRunning}>
          {estimate?.plan ? `Change to ${modelName(estimate.plan.model)}` : 'Estimate'}
        </button>
        <button type="button" class="quiet" onClick={leave}>
          Cancel
        </button>
      </p>
    </form>
  )
}

const Planned = ({ plan }: { plan: EmbeddingPlan }) => (
  <>
    <strong>{modelName(plan.model)}</strong>, {plan.local ? 'on this machine' : 'on a server, which is sent the texts'}: {estimateSentence(plan)}
    {plan.to_embed > 0 && ' Searching goes on with the present vectors until all are there; they are kept, so that you can go back.'}
  </>
)

const focusOnce = (field: HTMLInputElement | null): void => {
  if (field && field.dataset['focused'] === undefined) {
    field.dataset['focused'] = ''
    field.focus()
  }
}
