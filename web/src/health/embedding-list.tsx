import type { CollectionEmbedding, Model, Status } from '../api/types.ts'
import { CollectionModel } from './collection-model.tsx'
import { useEmbedding } from './use-embedding.ts'

interface Props {
  /** Read again with each new one. */
  readonly status: Status
  /** The models of this machine; null when the page is seen from another: then nothing can be changed. */
  readonly models: readonly Model[] | null
  readonly onChanged: () => void
}

/** With which model each collection is searched, and how to change it. */
export const EmbeddingList = ({ status, models, onChanged }: Props) => {
  const embedding = useEmbedding(status)
  const filled = embedding.status?.collections.filter(isFilled) ?? []
  if (filled.length === 0 && !embedding.failure) return null
  const changed = (): void => {
    embedding.refresh()
    onChanged()
  }
  return (
    <section class="embedding">
      <h2>Search by meaning</h2>
      {embedding.failure && (
        <p class="failure" role="alert">
          {embedding.failure}
        </p>
      )}
      <ul>
        {filled.map((collection) => (
          <CollectionModel
            key={collection.collection}
            embedding={collection}
            configured={embedding.status?.configured_model ?? null}
            models={models}
            onChanged={changed}
          />
        ))}
      </ul>
    </section>
  )
}

const isFilled = ({ chunks, vectors }: CollectionEmbedding): boolean => chunks > 0 || vectors.length > 0
