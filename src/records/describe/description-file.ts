/** A description of records as it stands in its YAML file; names are snake_case. Relative paths are meant from the file's own folder. */
import { z } from 'zod'
import { fieldTypes } from '../../domain/record-description.ts'

const words = z.string().trim().min(1, 'must not be empty').max(500, 'must have at most 500 characters')
// YAML reads `2024` and `true` as no texts; as a stored value or a synonym they are.
const text = z.union([z.string(), z.number().transform(String), z.boolean().transform(String)])
const texts = z
  .array(text)
  .max(200)
  .nullish()
  .transform((it) => it ?? [])
const column = z
  .string()
  .min(1, 'must not be empty')
  .refine((it) => Buffer.byteLength(it) <= 63, 'must have at most 63 bytes: PostgreSQL cuts longer names')
  .refine((it) => !it.includes('\0'), 'must not contain the character U+0000')
const envName = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,127}$/, 'must be the name of an environment variable, so that no password stands in this file')
const path = z.string().regex(/^[^\0]{1,4096}$/, 'must be a path')
const currency = z.string().refine((it) => Intl.supportedValuesOf('currency').includes(it), 'must be a currency by its three letters, like USD or EUR')
const visibility = z.enum(['customer', 'staff', 'nobody'])

/** Names to things; without what every object of the language has, so that a field "constructor" is there only when it is. */
const byName = <Thing extends z.ZodType>(thing: Thing, fault: string) =>
  z
    .record(z.string(), thing)
    .refine((it) => Object.keys(it).length > 0, fault)
    .transform((it): Record<string, z.output<Thing>> => Object.assign(Object.create(null), it))

const values = z
  .union([texts.transform((it) => Object.fromEntries(it.map((value) => [value, [] as string[]]))), z.record(z.string(), texts)])
  .refine((it) => Object.keys(it).length > 0, 'must name a value')

const fieldObject = z.strictObject({
  type: z.enum(fieldTypes),
  column: column.optional(),
  sum_of: words.optional().describe('Adds up over rows that lead here: item.price, or line.unit_price * line.quantity'),
  calculated: words.optional().describe('Of fields of the row itself: unit_price * quantity'),
  meaning: words.optional(),
  unit: words.optional(),
  currency: currency.optional(),
  called: texts,
  values: values.optional(),
  visible_to: visibility.default('customer'),
  like: text.optional(),
  usual: z.boolean().default(false),
})

/** `city: text` is short for `city: { type: text }`. */
const field = z.union([z.enum(fieldTypes).transform((type) => fieldObject.parse({ type })), fieldObject])

const entity = z.strictObject({
  table: column,
  plural: words.optional(),
  called: texts,
  key: z.union([words.transform((it) => [it]), z.array(words).min(1, 'must name a field')]),
  label: words.optional(),
  owner: words,
  newest_by: words.optional(),
  fields: byName(field, 'must name a field'),
})

export const publicAlgorithms = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'] as const
export const secretAlgorithms = ['HS256', 'HS384', 'HS512'] as const

const tokens = z.strictObject({
  issuer: words,
  audience: words,
  jwks_url: z
    .url({ protocol: /^https?$/, error: 'must be an address that begins with https://' })
    .refine((it) => isSafe(new URL(it)), 'must begin with https://: whoever stands between could hand out keys of their own')
    .optional(),
  jwks_file: path.optional(),
  secret_from: envName.optional(),
  claim: words.default('sub'),
  algorithms: z.array(z.string()).min(1, 'must name an algorithm').optional(),
})

const isSafe = (url: URL): boolean => url.protocol === 'https:' || /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname)

const source = z.strictObject({
  files: z.array(path).min(1, 'must name a file').max(100).optional(),
  sqlite: path.optional(),
  postgres: z.strictObject({ url_from: envName, staff_url_from: envName.optional(), schema: column.default('public') }).optional(),
})

export const descriptionSchema = z.strictObject({
  collection: z.string().regex(/^[a-z0-9][a-z0-9_-]{0,62}$/, 'must be the name of a collection: lower-case letters, digits, - and _'),
  title: words.optional(),
  source,
  zone: words.default('UTC').refine(isZone, 'must be a time zone by its IANA name, like Europe/Berlin'),
  currency: currency.optional(),
  customers: z.strictObject({
    entity: words,
    setting: z
      .string()
      .regex(/^[a-z_][a-z0-9_]{0,62}(\.[a-z_][a-z0-9_]{0,62})+$/, 'must be a setting with a dot in its name, like answerable.customer')
      .default('answerable.customer'),
    tokens: z
      .array(tokens)
      .max(20)
      .nullish()
      .transform((it) => it ?? []),
  }),
  staff: z.strictObject({ sql: z.boolean().default(false) }).default({ sql: false }),
  answers: z.enum(['rules', 'model']).default('rules'),
  limits: z
    .strictObject({
      rows: z.int().min(1).max(1000).default(50),
      bytes: z.int().min(1000).max(10_000_000).default(200_000),
      seconds: z.number().min(0.1).max(60).default(5),
    })
    .default({ rows: 50, bytes: 200_000, seconds: 5 }),
  entities: byName(entity, 'must name an entity'),
  relations: texts,
  questions: texts,
})

function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}

export type DescriptionFile = z.output<typeof descriptionSchema>
export type EntityFile = z.output<typeof entity>
export type FieldFile = z.output<typeof fieldObject>
