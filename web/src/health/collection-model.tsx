import { useState } from 'preact/hooks'
import { dropOldVectors, rollbackChange } from '../api/embedding.ts'
import type { CollectionEmbedding, Model } from '../api/types.ts'
import { ConfirmedButton } from '../confirmed-button.tsx'
import { plural } from '../plural.ts'
import { useAction } from '../use-action.ts'
import { bytesInWords, secondsInWords } from './amounts.ts'
import { ChangeModel } from './change-model.tsx'
import { ModelName, modelName } from './model-name.tsx'

interface Props {
  readonly embedding: CollectionEmbedding
  readonly configured: string | null
  readonly models: readonly Model[] | null
  readonly onChanged: () => void
}

export const CollectionModel = ({ embedding, configured, models, onChanged }: Props) => {
  const { collection, active_model, next_model, change } = embedding
  const old = oldVectors(embedding)
  return (
    <li>
      <p class="name">
        <strong>{collection}</strong>
        <span>{active_model ? <ModelName id={active_model} /> : 'words only'}</span>
      </p>
      {change && next_model && <ChangeUnderWay change={change} next={next_model} isSearched={active_model !== null} />}
      {old.length > 0 && (
        <p class="note">
          Kept from before: {old.map(({ model, count, bytes }) => `${modelName(model)} (${plural(count, 'vector')}, ${bytesInWords(bytes)})`).join(', ')}
        </p>
      )}
      {models && <Actions embedding={embedding} old={old} configured={configured} models={models} onChanged={onChanged} />}
    </li>
  )
}

const ChangeUnderWay = ({ change, next, isSearched }: { change: NonNullable<CollectionEmbedding['change']>; next: string; isSearched: boolean }) => (
  <div class="change">
    <progress aria-label={`Change to ${modelName(next)}`} value={change.done} max={Math.max(1, change.total)} />
    <p class="note">
      {change.done.toLocaleString('en')} of {plural(change.total, 'chunk')} embedded with {modelName(next)}
      {change.seconds_left !== null && `, about ${secondsInWords(change.seconds_left)} left`}
      {isSearched && '. Until all are there, the vectors above are searched.'}
    </p>
  </div>
)

interface ActionsProps extends Props {
  readonly old: CollectionEmbedding['vectors']
  readonly models: readonly Model[]
}

const Actions = ({ embedding: { collection, active_model, next_model, previous_model, chunks }, old, configured, models, onChanged }: ActionsProps) => {
  const [isChanging, setChanging] = useState(false)
  const { isRunning, failure, run } = useAction()
  const act = (work: (collection: string) => Promise<void>) => () => void run(() => work(collection).then(onChanged))
  if (isChanging) {
    const leave = (): void => setChanging(false)
    return <ChangeModel collection={collection} active={active_model} configured={configured} models={models} onLeave={leave} onBegun={onChanged} />
  }
  return (
    <div class="actions">
      {next_model ? (
        <ConfirmedButton
          label="Stop the change"
          name={`Stop the change of ${collection}`}
          question={`Stop the change to ${modelName(next_model)}?`}
          verb="Stop it"
          refusal="Go on"
          disabled={isRunning}
          onConfirm={act(rollbackChange)}
        />
      ) : (
        chunks > 0 && (
          <button type="button" class="quiet" disabled={isRunning} onClick={() => setChanging(true)} aria-label={`Change the model of ${collection}`}>
            Change the model
          </button>
        )
      )}
      {!next_model && previous_model && (
        <button
          type="button"
          class="quiet"
          disabled={isRunning}
          onClick={act(rollbackChange)}
          aria-label={`Go back to ${modelName(previous_model)} in ${collection}`}
        >
          Go back to {modelName(previous_model)}
        </button>
      )}
      {old.length > 0 && (
        <ConfirmedButton
          label="Delete what is kept"
          name={`Delete what is kept of ${collection}`}
          question={`Delete the vectors of ${old.map(({ model }) => modelName(model)).join(', ')}? There is no going back to them.`}
          verb="Delete"
          disabled={isRunning}
          onConfirm={act(dropOldVectors)}
        />
      )}
      {failure && (
        <p class="failure" role="alert">
          {failure}
        </p>
      )}
    </div>
  )
}

const oldVectors = ({ vectors, active_model, next_model }: CollectionEmbedding): CollectionEmbedding['vectors'] =>
  vectors.filter(({ model }) => model !== active_model && model !== next_model)
