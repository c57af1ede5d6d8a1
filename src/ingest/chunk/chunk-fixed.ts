import type { ChunkStrategy } from './chunk-strategies.ts'
import { packWindows, readableRuns, toChunks, type Weighed } from './chunk-in-order.ts'
import type { Span } from '../../domain/document.ts'
import type { CountTokens } from './weigh.ts'

/** Every so many tokens a cut, between words, whatever stands there: the plainest way, and what many systems do. */
export const chunkFixed: ChunkStrategy = (document, countTokens, settings) => {
  const windows = readableRuns(document).flatMap((run) => packWindows(wordsOf(document.text, run, countTokens), settings))
  return toChunks(document, windows, countTokens, settings)
}

/** Words and single marks. A "word" of more letters than any language has (a hash, base64) is several, never cut inside a surrogate pair. */
const wordsOf = (text: string, { start, end }: Span, countTokens: CountTokens): Weighed[] =>
  [...text.slice(start, end).matchAll(/[\p{L}\p{M}\p{N}]{1,32}|[^\s]/gu)].map((match) => ({
    start: start + match.index,
    end: start + match.index + match[0].length,
    tokens: countTokens(match[0]),
  }))
