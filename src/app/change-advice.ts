/** What is worth knowing or doing about the models of collections: what is true of several is said once. */
import type { EmbeddingStatus } from '../operations/embedding-desk.ts'
import { megabytes } from './change-sentences.ts'

type Collection = EmbeddingStatus['collections'][number]

export const changeAdvice = (collections: readonly Collection[], configuredModel: string | null, failureOf: (modelId: string) => string | null): string[] => {
  const failure = (modelId: string | null): string | null => (modelId === null ? null : failureOf(modelId))
  const others = collections.filter(
    (it) => it.chunks > 0 && it.activeModel !== null && it.nextModel === null && configuredModel !== null && it.activeModel !== configuredModel,
  )
  const isDeclined = ({ declinedModel }: Collection): boolean => declinedModel === configuredModel
  return [
    ...collections.flatMap(({ change, activeModel }) => (change ? [`${change.message}; ${activeModel} is searched until then.`] : [])),
    ...same(
      collections,
      (it) => failure(it.nextModel),
      (some, why) => `The change of ${named(some)} waits: ${why}`,
    ),
    ...same(
      collections,
      (it) => failure(it.activeModel),
      (some, why) => `${areSearched(some)} by words only: ${why}`,
    ),
    ...same(
      others.filter((it) => !isDeclined(it)),
      (it) => it.activeModel,
      (some, model) =>
        `${areSearched(some)} with ${model}; the settings ask for ${configuredModel}: see "answerable embedding change${some.length === 1 ? ` --collection ${some[0]!.collection}` : ''}".`,
    ),
    ...same(
      others.filter(isDeclined),
      (it) => it.activeModel,
      (some, model) =>
        `${areSearched(some)} with ${model}, as chosen; ANSWERABLE_EMBEDDER says ${configuredModel}. Set it to the same, so that new collections get it too.`,
    ),
    ...same(collections, oldModels, (some, models) => {
      const bytes = some.flatMap(oldVectors).reduce((sum, vectors) => sum + vectors.bytes, 0)
      const back = some.some(({ previousModel }) => previousModel !== null) ? '"answerable embedding rollback" goes back to them, ' : ''
      return `${named(some)} ${some.length === 1 ? 'keeps' : 'keep'} vectors of ${models} (about ${megabytes(bytes)}): ${back}"answerable embedding drop-old" deletes them.`
    }),
  ]
}

/** A sentence for each value that `valueOf` gives, on all collections that share it; null: nothing is to be said of it. */
const same = (
  collections: readonly Collection[],
  valueOf: (it: Collection) => string | null,
  sentence: (some: readonly Collection[], value: string) => string,
): string[] => [...Map.groupBy(collections, valueOf)].flatMap(([value, some]) => (value === null ? [] : [sentence(some, value)]))

const oldVectors = ({ vectors, activeModel, nextModel }: Collection): Collection['vectors'] =>
  vectors.filter(({ modelId }) => modelId !== activeModel && modelId !== nextModel)

const oldModels = (it: Collection): string | null =>
  oldVectors(it)
    .map(({ modelId }) => modelId)
    .join(', ') || null

const mostNames = 5

const named = (some: readonly Collection[]): string => {
  const names = some.slice(0, mostNames).map(({ collection }) => `"${collection}"`)
  const all = some.length > mostNames ? [...names, `${some.length - mostNames} more`] : names
  return all.length === 1 ? all[0]! : `${all.slice(0, -1).join(', ')} and ${all.at(-1)}`
}

const areSearched = (some: readonly Collection[]): string => `${named(some)} ${some.length === 1 ? 'is' : 'are'} searched`
