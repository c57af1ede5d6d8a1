/**
 * The process that parses, one document at a time: what a hostile file does to it happens to nothing else. It starts with next to no
 * rights (`fence.ts`), gives up the rest before it loads a parser, and ends by itself when the program that started it has gone.
 */
import { Socket } from 'node:net'
import { toPlain } from '../../base/error.ts'
import type { ParsedFile, ParseHints } from '../../domain/source.ts'
import { loadTokenCounter } from '../models/token-counter.ts'
import { disarm } from './disarm.ts'
import { readFrames, writeFrame } from './frames.ts'

type CountTokens = (text: string) => number
/** Which code parses is told by the owner, because adapters know no other room. */
type Prepare = (bytes: Uint8Array, hints: ParseHints, countTokens?: CountTokens, settings?: unknown) => Promise<ParsedFile>

const [preparationUrl, settingsJson, tokenizerPath, maxBytes] = process.argv.slice(2) as [string, string, string, string]
const settings: unknown = JSON.parse(settingsJson) ?? undefined

/** A tokenizer that cannot be read is the embedder's trouble, and told there; documents are cut by the estimate. */
const tryToLoad = (path: string): CountTokens | undefined => {
  try {
    return path === '' ? undefined : loadTokenCounter(path)
  } catch {
    return undefined
  }
}

const program = new Socket({ fd: 3 })
program.on('close', () => process.exit(0))
program.on('error', () => process.exit(0))

disarm()
const countTokens = tryToLoad(tokenizerPath)
const { prepare } = (await import(preparationUrl)) as { prepare: Prepare }

readFrames(program, {
  maxBytes: Number(maxBytes),
  onRefused: () => process.exit(1),
  onFrame: async ({ head, body }) => {
    try {
      const { text, ...parsed } = await prepare(body, head as ParseHints, countTokens, settings)
      writeFrame(program, { head: { parsed }, body: Buffer.from(text, 'utf16le') })
    } catch (error) {
      writeFrame(program, { head: { error: toPlain(error) }, body: new Uint8Array() })
    }
  },
})
writeFrame(program, { head: { ready: true }, body: new Uint8Array() })
