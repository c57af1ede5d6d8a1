/** An action as it stands in `systems.yaml`. */
import { z } from 'zod'
import { didYouMean } from '../../base/nearest.ts'
import { causeCategories } from '../../domain/investigation.ts'
import { absolutePath, duration, envName, label, listOf, name, scalar, service, words } from './values.ts'

const parameterName = z.string().regex(/^[a-z][a-z0-9_]{0,31}$/, 'must have only lower-case letters, digits and _, starting with a letter')
const argument = z
  .string()
  .max(1000)
  .refine((it) => !it.includes('\0'), 'must not contain the character U+0000')
// One argument each, and never an option of the program.
const choice = z.string().regex(/^[^-\0][^\0]{0,199}$/, 'must not be empty or begin with "-"')

/** Lists of the file whose names a parameter may take. */
export const inventories = ['units', 'probes', 'logs', 'processes', 'postgres', 'certificates', 'endpoints', 'directories', 'files', 'mounts'] as const

const described = { name: parameterName, description: words.default('') }
const parameter = z.discriminatedUnion(
  'kind',
  [
    z.strictObject({ kind: z.literal('enum'), ...described, values: z.array(choice).min(1).max(200) }),
    z.strictObject({ kind: z.literal('integer'), ...described, min: z.int(), max: z.int() }).refine((it) => it.min <= it.max, 'has a "min" above its "max"'),
    z.strictObject({ kind: z.literal('inventory'), ...described, of: z.enum(inventories) }),
  ],
  { error: () => 'must have a "kind": enum, integer or inventory' },
)

const place = absolutePath.refine((it) => !/^\/+(?:$|(?:proc|sys|dev)(?:\/|$))/.test(it), 'must not be /, /proc, /sys or /dev: they are given to no action')

const access = z.strictObject({
  reads: listOf(place),
  writes: listOf(place),
  network: z.enum(['none', 'host']).default('none'),
  environment: listOf(envName),
})

const expect = z
  .strictObject({ equals: scalar.optional(), above: z.number().optional(), below: z.number().optional() })
  .refine((it) => Object.values(it).some((value) => value !== undefined), 'needs "equals", "above" or "below"')
  .refine((it) => it.equals === undefined || (it.above === undefined && it.below === undefined), 'has "equals" and a bound: one of them is enough')

const check = z.strictObject({
  capability: z.string().regex(/^[a-z][a-z0-9_]{0,62}$/, 'must be the name of a capability'),
  params: z.record(z.string(), scalar).default({}),
  fact: z.string().regex(/^[a-z][a-z0-9_]{0,62}$/, 'must be the name of a fact'),
  labels: z.record(label, z.string()).default({}),
  expect,
  within: duration.default(60),
})

export const actionSchema = z.strictObject({
  name,
  description: words,
  phrases: listOf(words),
  argv: z.array(argument).min(1, 'must name a program').max(64),
  parameters: listOf(parameter),
  access: access.default({ reads: [], writes: [], network: 'none', environment: [] }),
  limit: duration.refine((it) => it >= 1 && it <= 3600, 'must be 1s … 1h').default(60),
  check: check.nullish(),
  undo: z.strictObject({ action: name, parameters: z.record(parameterName, z.string()).default({}) }).nullish(),
  heals: listOf(z.enum(causeCategories, { error: ({ input }) => `must be a category, like disk_full.${didYouMean(String(input), causeCategories)}` })),
  service,
})

export type ActionFile = z.output<typeof actionSchema>
