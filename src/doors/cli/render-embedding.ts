/** Embedding models and their change, for people. */
import type { z } from 'zod'
import type { changeEmbedding, dropOldVectors, embeddingStatus } from '../../operations/embedding.ts'

type Status = z.output<typeof embeddingStatus.output>
type Change = z.output<typeof changeEmbedding.output>
type Plan = NonNullable<Change['plan']>

export const embeddingStatusLines = ({ configured_model, collections, advice }: Status): string =>
  [
    `Settings   ${configured_model ?? 'no model is live: search is by words only'}`,
    ...collections.flatMap(collectionLines),
    ...advice.map((line) => `Advice     ${line}`),
    '',
  ].join('\n')

const collectionLines = (it: Status['collections'][number]): string[] => [
  `Collection ${it.collection}: ${count(it.chunks)} chunks, searched with ${it.active_model ?? 'words only'}`,
  ...it.vectors.map(({ model, count: vectors, bytes }) => `           ${count(vectors).padStart(9)} vectors of ${model} (about ${megabytes(bytes)})`),
]

export const changeLines = ({ plan, needs_confirmation, status }: Change): string => {
  if (!plan) return embeddingStatusLines(status)
  if (status.collections.length === 0) return `There are no documents yet: set ANSWERABLE_EMBEDDER, and they are embedded with that model as they come in.\n`
  if (!needs_confirmation) return `Every collection is searched with ${plan.model} already.\n`
  return `${planLines(plan)}Until the last vector is there the present ones are searched. Begin it with --yes.\n`
}

const planLines = (plan: Plan): string =>
  [
    `Change to ${plan.model} (${plan.dimensions} dimensions, ${plan.local ? 'on this machine' : 'on a server: the texts are sent there'})`,
    ...plan.collections.map(
      (it) => `  ${it.collection}: ${count(it.to_embed)} of ${count(it.chunks)} chunks to embed, searched with ${it.active_model ?? 'words only'} now`,
    ),
    `  Tokens  about ${count(plan.tokens)}`,
    `  Time    ${plan.seconds === null ? 'not measured: the server is sent nothing before you confirm' : `about ${seconds(plan.seconds)}, measured on this machine`}`,
    `  Cost    ${plan.cost_usd === null ? 'unknown: ask who runs the server' : plan.cost_usd === 0 ? 'none' : `about $${plan.cost_usd.toFixed(plan.cost_usd < 1 ? 4 : 2)}`}`,
    `  Disk    about ${megabytes(plan.disk_bytes)} beside the vectors that are kept`,
    '',
  ].join('\n')

export const dropLines = ({ needs_confirmation, dropped }: z.output<typeof dropOldVectors.output>): string =>
  needs_confirmation
    ? 'Vectors of earlier models are kept, see "answerable embedding status". Delete them with --yes; there is no rollback to them afterwards.\n'
    : dropped === 0
      ? 'No vectors of earlier models are kept.\n'
      : `${count(dropped)} vectors deleted.\n`

const count = (value: number): string => value.toLocaleString('en')
const megabytes = (bytes: number): string => (bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${Math.round(bytes / 1e6)} MB`)
const seconds = (value: number): string =>
  value < 90 ? `${Math.max(1, Math.round(value))} s` : value < 5400 ? `${Math.round(value / 60)} min` : `${(value / 3600).toFixed(1)} h`
