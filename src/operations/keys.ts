import { z } from 'zod'
import { AppError } from '../base/error.ts'
import { accessScopes, asSystem, assertMaySee, owner, type AccessScope, type Caller, type Visible } from '../domain/call.ts'
import { keyState, keyStates, type ApiKey } from '../domain/key.ts'
import { isCustomerId } from '../domain/signed-customer.ts'
import { budgetsOf, budgetText } from './budget-text.ts'
import { durationMs, durationText } from './duration.ts'
import type { App } from './app.ts'
import { operation } from './operation.ts'
import { collectionName, plainText } from './schemas.ts'

const keyId = z
  .string()
  .regex(/^[0-9a-f]{12}$/, 'must be the id of a key, as "keys list" shows it: 12 hexadecimal digits')
  .describe('Its id')

const keySchema = z.object({
  key_id: z.string(),
  name: z.string(),
  scope: z.enum(accessScopes),
  collections: z.array(z.string()).nullable().describe('null: all'),
  customer: z.string().nullable().describe('The customer whose records alone it reaches; null: it is for none'),
  staff: z.boolean().describe("It may ask of all rows of its collection's records"),
  requests_per_minute: z.int().nullable().describe('null: as the settings say'),
  state: z.enum(keyStates),
  created_at: z.string(),
  expires_at: z.string().nullable(),
  last_used_at: z.string().nullable().describe('To the minute'),
})

const newKeySchema = keySchema.extend({ key: z.string().describe('The key itself. It is shown this once; what is kept is its SHA-256') })

export const createKey = operation({
  name: 'createKey',
  summary: 'Make a key; it is shown once',
  effect: 'write',
  access: 'admin',
  http: { method: 'POST', path: '/keys', status: 201, statuses: [201] },
  cli: { words: ['keys', 'create'] },
  hasSecretOutput: true,
  input: z.strictObject({
    name: plainText.min(1, 'must not be empty').max(100, 'must have at most 100 characters').describe('Whom or what it is for'),
    scope: z.enum(accessScopes).default('ask').describe('ask: ask and read; write: add and remove documents too; admin: keys, settings and evaluations too'),
    collections: z
      .array(collectionName)
      .min(1)
      .max(100)
      .optional()
      .describe('What it may see; may be given several times. Default: all that whoever makes it may see')
      .meta({ flag: 'collection' }),
    customer: plainText
      .refine(isCustomerId, 'must be the id of a customer: 1 to 200 characters, with no space around it')
      .optional()
      .describe('It asks for this customer of the records of its one collection, and may do nothing that is not meant for customers'),
    staff: z.boolean().default(false).describe('It asks of all rows of the records of its one collection'),
    expires: durationText.optional().describe('It ends after this long: 12h, 90d, 1y. Default: never'),
    requests_per_minute: z.int().min(1).max(1_000_000).optional().describe('How many requests a minute it may make. Default: ANSWERABLE_REQUESTS_PER_MINUTE'),
    budgets: z
      .array(budgetText)
      .max(4)
      .optional()
      .describe('What its questions may cost: 5usd/day, 100000tokens/month; may be given several times')
      .meta({ flag: 'budget' }),
  }),
  output: newKeySchema.extend({ notes: z.array(z.string()) }),
  run: async (app, { name, scope, collections, customer = null, staff, expires, requests_per_minute, budgets = [] }, { caller = owner }) => {
    if (customer !== null || staff) assertForRecords({ customer, staff, scope, collections })
    const expiresAt = expires === undefined ? null : new Date(Date.now() + durationMs(expires))
    const visible = noWiderThan(caller, collections)
    const { key, text } = await app.keys.create({
      name,
      scope,
      collections: visible,
      customer,
      isStaff: staff,
      requestsPerMinute: requests_per_minute ?? null,
      expiresAt,
    })
    // Who may make a key may limit it; budgets of others stay out of their reach.
    await asSystem(async () => {
      for (const budget of budgetsOf({ type: 'key', id: key.id }, budgets)) await app.budgets.set(budget)
    })
    return { ...present(key), key: text, notes: await (customer !== null || staff ? withoutRecords(app, visible) : emptyCollections(app, collections ?? [])) }
  },
})

/** What the table of keys holds too. Fails with `invalid`. */
const assertForRecords = (wanted: {
  readonly customer: string | null
  readonly staff: boolean
  readonly scope: AccessScope
  readonly collections: readonly string[] | undefined
}): void => {
  if (wanted.customer !== null && wanted.staff) throw new AppError('invalid', 'A key is for one customer or for staff, not for both: make two keys.')
  const whose = wanted.staff ? 'staff' : 'a customer'
  if (new Set(wanted.collections).size !== 1) throw new AppError('invalid', `A key of ${whose} is for the records of one collection: name it as "collection".`)
  if (wanted.scope !== 'ask') throw new AppError('invalid', `A key of ${whose} asks and does nothing else: leave "scope" out.`)
}

/** A key may come before the documents that it is for; a name that was mistyped looks the same. */
const emptyCollections = async (app: App, wanted: readonly string[]): Promise<string[]> => {
  if (wanted.length === 0) return []
  const known = new Set((await app.documents.counts()).collections.map(({ name }) => name))
  return wanted.filter((name) => !known.has(name)).map((name) => `There is nothing in the collection "${name}" yet.`)
}

const withoutRecords = async (app: App, wanted: Visible): Promise<string[]> => {
  const connected = new Set((await app.records.list()).map(({ collection }) => collection))
  const missing = wanted === '*' ? [] : wanted.filter((name) => !connected.has(name))
  return missing.map((name) => `No records are connected to the collection "${name}" yet: "answerable records connect FILE" does it.`)
}

/** Fails with `forbidden` for a collection that the caller may not see. */
const noWiderThan = (caller: Caller, wanted: readonly string[] | undefined): Visible => {
  for (const collection of wanted ?? []) assertMaySee(caller, collection)
  return wanted ?? caller.collections
}

export const listKeys = operation({
  name: 'listKeys',
  summary: 'List the keys, newest first; never their secrets',
  effect: 'read',
  access: 'admin',
  http: { method: 'GET', path: '/keys' },
  cli: { words: ['keys', 'list'] },
  input: z.strictObject({}),
  output: z.object({ keys: z.array(keySchema) }),
  run: async (app) => ({ keys: (await app.keys.list()).map(present) }),
})

export const revokeKey = operation({
  name: 'revokeKey',
  summary: 'Revoke a key for good; within a second no process lets it in',
  effect: 'destroy',
  access: 'admin',
  http: { method: 'DELETE', path: '/keys/{key_id}' },
  cli: { words: ['keys', 'revoke'], positional: ['key_id'] },
  input: z.strictObject({ key_id: keyId }),
  output: keySchema,
  run: async (app, { key_id }) => present((await app.keys.revoke(key_id)) ?? unknownKey(key_id)),
})

export const suspendKey = operation({
  name: 'suspendKey',
  summary: 'Let a key in no more until it is resumed',
  effect: 'write',
  access: 'admin',
  http: { method: 'POST', path: '/keys/{key_id}/suspend' },
  cli: { words: ['keys', 'suspend'], positional: ['key_id'] },
  input: z.strictObject({ key_id: keyId }),
  output: keySchema,
  run: async (app, { key_id }) => present((await app.keys.suspend(key_id, true)) ?? unknownKey(key_id)),
})

export const resumeKey = operation({
  name: 'resumeKey',
  summary: 'Let a suspended key in again',
  effect: 'write',
  access: 'admin',
  http: { method: 'POST', path: '/keys/{key_id}/resume' },
  cli: { words: ['keys', 'resume'], positional: ['key_id'] },
  input: z.strictObject({ key_id: keyId }),
  output: keySchema,
  run: async (app, { key_id }) => present((await app.keys.suspend(key_id, false)) ?? unknownKey(key_id)),
})

export const rotateKey = operation({
  name: 'rotateKey',
  summary: 'Give a key a new secret, shown once; the old one stays good for the grace',
  effect: 'write',
  access: 'admin',
  http: { method: 'POST', path: '/keys/{key_id}/rotate' },
  cli: { words: ['keys', 'rotate'], positional: ['key_id'] },
  hasSecretOutput: true,
  input: z.strictObject({
    key_id: keyId,
    grace: durationText.default('0m').describe('How long the old secret stays good: 30m, 1h, 1d'),
  }),
  output: newKeySchema,
  run: async (app, { key_id, grace }) => {
    const { key, text } = (await app.keys.rotate(key_id, durationMs(grace))) ?? unknownKey(key_id)
    if (key.revokedAt) throw new AppError('conflict', `The key "${key_id}" is revoked for good. Make a new one with "answerable keys create".`)
    return { ...present(key), key: text }
  },
})

const unknownKey = (id: string): never => {
  throw new AppError('not_found', `There is no key "${id}". Run "answerable keys list" to see which there are.`)
}

const present = (key: ApiKey): z.input<typeof keySchema> => ({
  key_id: key.id,
  name: key.name,
  scope: key.scope,
  collections: key.collections === '*' ? null : [...key.collections],
  customer: key.customer,
  staff: key.isStaff,
  requests_per_minute: key.requestsPerMinute,
  state: keyState(key, new Date()),
  created_at: key.createdAt.toISOString(),
  expires_at: key.expiresAt?.toISOString() ?? null,
  last_used_at: key.lastUsedAt?.toISOString() ?? null,
})
