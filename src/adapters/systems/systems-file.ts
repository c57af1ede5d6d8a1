/** `systems.yaml` as it stands in the file; names are snake_case, times are seconds or texts like `30s`, `5m`, `4h`. Paths are absolute. */
import { z } from 'zod'
import { grades } from '../../domain/watch.ts'
import { actionSchema } from './action-file.ts'
import { absolutePath, duration, envName, host, label, listOf, name, port, scalar, service, unit, webAddress, words } from './values.ts'

const params = z.record(z.string(), scalar)
const labels = z.record(label, z.string())

const bounds = { above: z.number().optional(), below: z.number().optional() }
const isBounded = (it: { above?: number | undefined; below?: number | undefined }): boolean => it.above !== undefined || it.below !== undefined

const rule = z.discriminatedUnion(
  'kind',
  [
    z
      .strictObject({ kind: z.literal('threshold'), ...bounds, equals: scalar.optional(), not_equals: scalar.optional() })
      .refine((it) => isBounded(it) || it.equals !== undefined || it.not_equals !== undefined, 'needs "above", "below", "equals" or "not_equals"'),
    z.strictObject({ kind: z.literal('rate'), ...bounds }).refine(isBounded, 'needs "above" or "below"'),
    z.strictObject({ kind: z.literal('deviation'), false_alarms_per_day: z.number().positive().max(1000).default(1) }),
    z.strictObject({ kind: z.literal('forecast'), reaches: z.number(), within: duration }),
    z.strictObject({ kind: z.literal('burst') }),
    z.strictObject({ kind: z.literal('absent') }),
  ],
  { error: () => 'must have a "kind": threshold, rate, deviation, forecast, burst or absent' },
)

const watch = z.strictObject({
  name,
  capability: z.string().regex(/^[a-z][a-z0-9_]{0,62}$/, 'must be the name of a capability, as "answerable systems show" lists them'),
  params: params.default({}),
  fact: z.string().regex(/^[a-z][a-z0-9_]{0,62}$/, 'must be the name of a fact, like used_share'),
  labels: labels.default({}),
  every: duration.refine((it) => it >= 1, 'must be at least 1s').default(60),
  rule,
  for: duration.default(0),
  clear: duration.default(120),
  grade: z.enum(grades).default('warning'),
  service: name,
})

const namedHost = z.strictObject({ name, host, port, service })
const namedPath = z.strictObject({ name, path: absolutePath, service })

const log = z
  .strictObject({ name, service, file: absolutePath.optional(), unit: unit.optional() })
  .refine((it) => (it.file === undefined) !== (it.unit === undefined), 'needs "file" or "unit", and not both')

const probe = z.strictObject({
  name,
  url: webAddress,
  service,
  expect_status: z
    .union([z.int().transform((it) => [it]), z.array(z.int().min(100).max(599)).min(1)])
    .default([200])
    .describe('A status, or a list'),
  timeout_ms: z.int().min(100).max(30_000).default(5000),
})

const prometheus = z.strictObject({
  name,
  url: webAddress,
  bearer_token_env: envName.nullish(),
  queries: z.record(name, z.string().min(1, 'must not be empty').max(4000)).default({}),
})

const kubernetes = z.strictObject({
  name,
  api: webAddress,
  namespaces: z.array(z.string().regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, 'must be the name of a namespace')).min(1, 'must name a namespace'),
  token_file: absolutePath.nullish(),
  ca_file: absolutePath.nullish(),
})

const diagnosis = z.strictObject({
  incidents_from: z.enum(grades).nullish().describe('Grade from which an incident is investigated as it opens'),
  steps: z.int().min(1).max(200).optional(),
  tokens: z.int().min(0).max(10_000_000).optional(),
  cost_usd: z.number().min(0).max(10_000).optional(),
  limit: duration.optional(),
})

export const systemsSchema = z.strictObject({
  runbooks: z
    .string()
    .regex(/^[a-z0-9][a-z0-9_-]{0,62}$/, 'must be the name of a collection')
    .nullish(),
  prometheus: listOf(prometheus),
  probes: listOf(probe),
  logs: listOf(log),
  units: listOf(unit),
  postgres: listOf(z.strictObject({ name, service, url_env: envName })),
  kubernetes: listOf(kubernetes),
  mounts: listOf(absolutePath),
  processes: listOf(z.strictObject({ name, executable: words.regex(/^[^/\0]{1,64}$/, 'must be the name of a file, without its folder'), service })),
  certificates: listOf(namedHost),
  endpoints: listOf(namedHost),
  directories: listOf(namedPath),
  files: listOf(namedPath),
  diagnosis: diagnosis.default({}),
  watches: listOf(watch),
  actions: listOf(actionSchema),
})

export type SystemsFile = z.output<typeof systemsSchema>
