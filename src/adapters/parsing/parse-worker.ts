/** Parses one document at a time. Which code does it is told by the owner, because adapters know no other room. */
import { workerData } from 'node:worker_threads'
import type { ParsedFile, ParseHints } from '../../domain/source.ts'
import { loadTokenCounter } from '../models/token-counter.ts'
import { serveWorker } from '../workers/rpc.ts'

export interface ParseInput {
  readonly bytes: Uint8Array
  readonly hints: ParseHints
  readonly tokenizerPath: string | null
}

type CountTokens = (text: string) => number
type Prepare = (bytes: Uint8Array, hints: ParseHints, countTokens?: CountTokens) => Promise<ParsedFile>

const { prepare } = (await import((workerData as { url: string }).url)) as { prepare: Prepare }

let counter: { path: string; count: CountTokens | undefined } | null = null
const counterFor = (path: string | null): CountTokens | undefined => {
  if (path === null) return undefined
  if (counter?.path !== path) counter = { path, count: tryToLoad(path) }
  return counter.count
}

/** A tokenizer that cannot be read is the embedder's trouble, and told there; documents are cut by the estimate. */
const tryToLoad = (path: string): CountTokens | undefined => {
  try {
    return loadTokenCounter(path)
  } catch {
    return undefined
  }
}

const handlers = {
  parse: ({ bytes, hints, tokenizerPath }: ParseInput): Promise<ParsedFile> => prepare(bytes, hints, counterFor(tokenizerPath)),
}
export type ParseHandlers = typeof handlers

serveWorker(handlers)
