import { z } from 'zod'
import { accessScopes, owner } from '../domain/call.ts'
import { nobody } from './key-desk.ts'
import { operation } from './operation.ts'

/** The page asks first, to know what to show. The door opens and closes sessions: they are cookies. */
export const getSession = operation({
  name: 'getSession',
  summary: 'Who is asking, and what they may do',
  effect: 'read',
  access: 'anyone',
  http: { method: 'GET', path: '/session' },
  cli: null,
  input: z.strictObject({}),
  output: z.object({
    needs_key: z.boolean().describe('Nothing else can be asked without a key'),
    key_id: z.string().nullable().describe('null for the owner, and for nobody'),
    name: z.string().nullable().describe("The key's name; null for the owner, and for nobody"),
    scope: z.enum(accessScopes).nullable().describe('null without a key where one is needed'),
    collections: z.array(z.string()).nullable().describe('null: all'),
    customer: z.string().nullable().describe('Whose records alone are asked; then nothing but what is meant for customers may be asked for'),
    staff: z.boolean().describe('All rows of the records may be asked'),
  }),
  run: async (_app, _input, { caller = owner }) => {
    if (caller.id === nobody.id) return { needs_key: true, key_id: null, name: null, scope: null, collections: [], customer: null, staff: false }
    const { id, name, scope, collections, customer = null, isStaff = false } = caller
    const isKey = id !== owner.id
    return {
      needs_key: false,
      key_id: isKey ? id : null,
      name: isKey ? name : null,
      scope,
      collections: collections === '*' ? null : [...collections],
      customer: customer && customer.id,
      staff: isStaff,
    }
  },
})
