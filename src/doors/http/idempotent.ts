/** The header Idempotency-Key of writes: the same request sent again is not done again, and gets the same answer. */
import { createReadStream } from 'node:fs'
import { createHash } from 'node:crypto'
import { pipeline } from 'node:stream/promises'
import type { FastifyRequest } from 'fastify'
import { sleep } from '../../base/async.ts'
import { AppError } from '../../base/error.ts'
import { newId, sha256 } from '../../base/id.ts'
import type { Caller } from '../../domain/call.ts'
import type { KeptResponse } from '../../domain/idempotency.ts'
import type { App } from '../../operations/app.ts'
import { isGoneAlready, once, type OnceWork } from '../../operations/once.ts'
import { perform, type HttpRoute, type Operation } from '../../operations/operation.ts'
import { discardUpload, type UploadForm } from './upload.ts'

export interface Asked {
  readonly input: unknown
  readonly key: string | null
  readonly caller: Caller
  readonly signal: AbortSignal
}

export interface Done extends KeptResponse {
  /** It was done before, and this is the answer of then. */
  readonly isReplayed: boolean
}

/** Performs the operation, once for each key where there is one; an upload that no job will read is removed. */
export const performOnce = async (app: App, it: Operation, route: HttpRoute, { input, key, caller, signal }: Asked): Promise<Done> => {
  let isDone = false
  const work: OnceWork = async (effectId, isAgain) => {
    try {
      const body = await perform(app, it, input, { signal, caller, effectId })
      isDone = true
      return { status: typeof route.status === 'function' ? route.status(body) : (route.status ?? 200), body }
    } catch (error) {
      if (it.effect === 'destroy' && isGoneAlready(error, isAgain)) return { status: 204, body: null }
      throw error
    }
  }
  try {
    if (key === null || !app.idempotentWrites) return { ...(await work(newId(), false)), isReplayed: false }
    const wanted = { callerId: caller.id, keyHash: sha256(key), collection: collectionOf(input, caller), inputHash: await inputHash(it, input) }
    const response = await once(app.idempotentWrites, wanted, work, { sleep }, signal)
    return { ...response, isReplayed: !isDone }
  } finally {
    if (it.name === 'uploadDocuments' && !isDone) await discardUpload(input)
  }
}

/** Null where the request asks for nothing of the kind. Fails with `invalid` for a key that is none, or where none is taken. */
export const idempotencyKeyOf = (request: FastifyRequest, { name, effect, hasSecretOutput }: Operation): string | null => {
  const key = request.headers['idempotency-key']
  if (key === undefined || effect === 'read') return null
  if (hasSecretOutput) {
    throw new AppError('invalid', `${name} answers with a secret that is kept nowhere, so its answer cannot be given again. Leave Idempotency-Key out.`)
  }
  if (typeof key === 'string' && /^[\x21-\x7e]{1,255}$/.test(key)) return key
  throw new AppError('invalid', 'An Idempotency-Key has 1 to 255 visible ASCII characters, e.g. a UUID that is made anew for each write.')
}

/** As `perform` reads it. */
const collectionOf = (input: unknown, { collections }: Caller): string => {
  const { collection } = (input ?? {}) as { collection?: unknown }
  if (typeof collection === 'string') return collection
  return collections !== '*' && collections.length === 1 ? collections[0]! : 'default'
}

const inputHash = async ({ name }: Operation, input: unknown): Promise<string> =>
  sha256(JSON.stringify([name, name === 'uploadDocuments' ? await uploadDigest(input as UploadForm) : input], sorted))

/** Names and bytes; where the bytes lie is chance. */
const uploadDigest = async ({ collection, files }: UploadForm): Promise<unknown> => ({
  collection: collection ?? null,
  files: await Promise.all(files.map(async ({ name, path }) => [name, await fileHash(path)])),
})

const fileHash = async (path: string): Promise<string> => {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return hash.digest('hex')
}

/** For `JSON.stringify`: the order of names in an object means nothing. */
const sorted = (_name: string, value: unknown): unknown =>
  value === null || typeof value !== 'object' || Array.isArray(value)
    ? value
    : Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
