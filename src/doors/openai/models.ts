/** What OpenAI calls a model is a collection here: `answerable` is the one a caller works in, `answerable/NAME` a named one. */
import { AppError } from '../../base/error.ts'
import { assertMaySee, maySee, type Caller } from '../../domain/call.ts'
import type { App } from '../../operations/app.ts'
import { listCollections } from '../../operations/collections.ts'
import { perform, type Context } from '../../operations/operation.ts'

const ownModel = 'answerable'
const prefix = `${ownModel}/`

export interface ModelJson {
  readonly id: string
  readonly object: 'model'
  readonly created: number
  readonly owned_by: string
}

/** A day after which all of them were made; clients want a number, and nobody keeps when a collection began. */
const created = 1_767_225_600

const model = (id: string): ModelJson => ({ id, object: 'model', created, owned_by: 'answerable' })

/** Those that the caller may ask. */
export const modelsOf = async (app: App, context: Context & { readonly caller: Caller }): Promise<ModelJson[]> => {
  const names = await namesOf(app, context)
  const { collections } = context.caller
  const hasOwn = maySee(context.caller, 'default') || collections.length === 1
  return [...(hasOwn ? [model(ownModel)] : []), ...names.map((name) => model(`${prefix}${name}`))]
}

export const findModel = async (app: App, id: string, context: Context & { readonly caller: Caller }): Promise<ModelJson> => {
  const found = (await modelsOf(app, context)).find((it) => it.id === id || it.id === `${prefix}${id}`)
  if (!found) throw noModel(id)
  return found
}

/** The input field of the operation: empty for the caller's own. Fails with `not_found`, or `forbidden` whether there is one or not. */
export const collectionOf = async (app: App, id: string, context: Context & { readonly caller: Caller }): Promise<{ collection?: string }> => {
  if (id === ownModel) return {}
  const collection = id.startsWith(prefix) ? id.slice(prefix.length) : id
  if ((await namesOf(app, context)).includes(collection)) return { collection }
  if (/^[a-z0-9][a-z0-9_-]{0,62}$/.test(collection)) assertMaySee(context.caller, collection)
  throw noModel(id)
}

const namesOf = async (app: App, context: Context & { readonly caller: Caller }): Promise<readonly string[]> => {
  // What else is told of a collection is not for them.
  const { customer, collections: own } = context.caller
  if (customer && own !== '*') return own
  const { collections } = (await perform(app, listCollections, {}, context)) as { collections: { name: string }[] }
  return collections.map(({ name }) => name)
}

const noModel = (id: string): AppError =>
  new AppError('not_found', `There is no model "${id.slice(0, 200)}". A model here is a collection: GET /v1/models lists those that this key may ask.`, {
    details: { param: 'model' },
  })
