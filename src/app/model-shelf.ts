/** The models of the catalogue, as people list and fetch them. */
import type { ModelStore } from '../adapters/models/store/model-store.ts'
import { localGenerators, pullGenerator, type GeneratorParts, type LocalGenerator } from '../adapters/models/open-generator.ts'
import type { FetchEvent } from '../adapters/models/store/model-store.ts'
import { AppError } from '../base/error.ts'
import type { ModelShelf, PullEvent, ShelvedModel } from '../operations/app.ts'

export const openModelShelf = (parts: GeneratorParts): ModelShelf => ({
  list: () => list(parts.store),
  pull: async (modelId, onEvent, signal) => {
    const onLine = (line: string): void => onEvent({ type: 'line', line })
    const options = { onProgress: both(fetchLines(onLine), fetchBytes(onEvent)), ...(signal && { signal }) }
    if (isGenerator(modelId)) await pullGenerator(modelId, parts, onLine, options)
    else await parts.store.fetchModel(modelId, options)
    const model = (await list(parts.store)).find(({ id }) => id === modelId)
    if (!model) throw new AppError('not_found', `There is no model "${modelId}". "answerable models list" shows what there is.`)
    return model
  },
})

const isGenerator = (id: string): id is LocalGenerator => (localGenerators as readonly string[]).includes(id)

const list = async (store: ModelStore): Promise<ShelvedModel[]> =>
  (await store.list()).map(({ id, kind, bytes, licence, paths }) => ({
    id,
    purpose: kind,
    bytes,
    licence,
    installed: paths !== null,
    path: paths?.model ?? null,
  }))

const lineEveryMs = 2000

/** A download as sentences: a source that failed, and now and then how far it is. */
export const fetchLines = (onLine: (line: string) => void): ((event: FetchEvent) => void) => {
  let lastMs = 0
  return (event) => {
    if (event.type === 'source_failed') return onLine(`${shortName(event.source)}: ${event.message.slice(event.source.length).trim()} Trying the next source.`)
    const isLast = event.receivedBytes === event.totalBytes
    if (Date.now() - lastMs < lineEveryMs && !isLast) return
    lastMs = Date.now()
    const percent = Math.floor((event.receivedBytes / event.totalBytes) * 100)
    onLine(`${event.file}: ${megabytes(event.receivedBytes)} of ${megabytes(event.totalBytes)} MB (${percent} %) from ${shortName(event.source)}`)
  }
}

const bytesEveryMs = 200

/** A download as figures, a few a second: for a bar. */
const fetchBytes = (onEvent: (event: PullEvent) => void): ((event: FetchEvent) => void) => {
  let lastMs = 0
  return (event) => {
    if (event.type === 'source_failed') return
    const { file, receivedBytes, totalBytes } = event
    if (Date.now() - lastMs < bytesEveryMs && receivedBytes !== totalBytes) return
    lastMs = Date.now()
    onEvent({ type: 'bytes', file, receivedBytes, totalBytes })
  }
}

const both =
  <Event>(one: (event: Event) => void, other: (event: Event) => void) =>
  (event: Event): void => {
    one(event)
    other(event)
  }

/** Without the address in brackets: it is in the error when no source works. */
const shortName = (source: string): string => source.split(' (')[0]!

const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1)
