import { textToEmbed } from '../../domain/chunk-text.ts'
import type { ChunkSettings } from './chunk-settings.ts'
import type { CountTokens } from './weigh.ts'

/** Tokens of what stands before a chunk of this heading path when it is embedded; each path is counted once. */
export const prefixCounter = (
  title: string,
  countTokens: CountTokens,
  { headingContext }: Pick<ChunkSettings, 'headingContext'>,
): ((path: readonly string[]) => number) => {
  const known = new Map<string, number>()
  return (path) => {
    if (!headingContext) return 0
    const prefix = textToEmbed(title, path, '')
    let tokens = known.get(prefix)
    if (tokens === undefined) known.set(prefix, (tokens = prefix ? countTokens(prefix) : 0))
    return tokens
  }
}
