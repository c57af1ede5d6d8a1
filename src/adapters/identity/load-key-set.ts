/** Where an issuer's public keys are read from: an address of its own, or a file. */
import { open } from 'node:fs/promises'
import type { JSONWebKeySet } from 'jose'
import { z } from 'zod'
import { AppError } from '../../base/error.ts'

const timeoutMs = 5_000
/** A set of a few keys has a few kilobytes. */
const mostBytes = 256 * 1024
const mostKeys = 100

/** Follows no redirect: the keys come from the address that the operator named, or not at all. */
export const fetchKeySet = async (address: string): Promise<JSONWebKeySet> => {
  const url = new URL(address)
  if (!isSafe(url)) throw new AppError('invalid', `Keys are read by https, and by http from this machine alone: "${url.origin}" is neither.`)
  const response = await fetch(url, {
    redirect: 'error',
    headers: { accept: 'application/jwk-set+json, application/json' },
    signal: AbortSignal.timeout(timeoutMs),
  })
  if (!response.ok || !response.body) {
    await response.body?.cancel()
    throw new AppError('upstream', `${url.origin} answered ${response.status} when it was asked for its keys.`)
  }
  return readKeySet(await textOf(response.body))
}

export const readKeyFile = async (path: string): Promise<JSONWebKeySet> => {
  await using file = await open(path)
  const { bytesRead, buffer } = await file.read(Buffer.alloc(mostBytes + 1))
  if (bytesRead > mostBytes) throw tooLarge()
  return readKeySet(buffer.toString('utf8', 0, bytesRead))
}

const isSafe = ({ protocol, hostname }: URL): boolean =>
  protocol === 'https:' || (protocol === 'http:' && /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname))

const textOf = async (body: ReadableStream<Uint8Array>): Promise<string> => {
  const parts: Uint8Array[] = []
  let bytes = 0
  for await (const part of body) {
    bytes += part.byteLength
    if (bytes > mostBytes) throw tooLarge()
    parts.push(part)
  }
  return Buffer.concat(parts).toString('utf8')
}

/** Keys of kinds that we do not know may stand beside ours. */
const keySetSchema = z.object({ keys: z.array(z.looseObject({ kty: z.string() })).max(mostKeys) })

const readKeySet = (text: string): JSONWebKeySet => {
  const { keys } = keySetSchema.parse(JSON.parse(text))
  // A symmetric key in public is no secret, and would verify whatever anybody signs.
  return { keys: keys.filter(({ kty }) => kty !== 'oct') }
}

const tooLarge = (): AppError => new AppError('too_large', `A set of keys has at most ${mostBytes / 1024} KiB.`)
