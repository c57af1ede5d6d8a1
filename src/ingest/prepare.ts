import { sha256 } from '../base/id.ts'
import type { Metadata } from '../domain/document.ts'
import type { ParsedFile, ParseHints } from '../domain/source.ts'
import { defaultChunkSettings, type ChunkSettings } from './chunk/chunk-settings.ts'
import { chunkDocument } from './chunk/chunk-strategies.ts'
import { detectLanguage } from './parse/detect-language.ts'
import { limits } from './parse/limits.ts'
import { parseDocument } from './parse/parse-document.ts'
import { plainTitle } from './parse/plain-title.ts'
import { estimateTokens } from './chunk/estimate-tokens.ts'
import type { CountTokens } from './chunk/weigh.ts'

/**
 * Changes when the same file would give other text or chunks; raise the number with every such change of a parser or the chunker.
 * How tokens are counted is left out on purpose: chunks cut by an estimate stay good when the tokenizer arrives.
 */
export const pipelineOf = (settings: ChunkSettings): string => `4/${Object.values(settings).join('-')}`

export const pipeline = pipelineOf(defaultChunkSettings)

/** For a worker thread, which has to load this module itself. */
export const preparationWith = (settings: ChunkSettings): { url: string; pipeline: string; settings: ChunkSettings } => ({
  url: import.meta.url,
  pipeline: pipelineOf(settings),
  settings,
})

export const preparation = preparationWith(defaultChunkSettings)

/** Bytes → text → chunks: all that happens to a file before it is stored. */
export const prepare = async (
  bytes: Uint8Array,
  hints: ParseHints,
  countTokens: CountTokens = estimateTokens,
  settings: ChunkSettings = defaultChunkSettings,
): Promise<ParsedFile> => {
  const parsed = await parseDocument(bytes, hints.source, hints.mediaType)
  const title = (plainTitle(hints.title ?? '') || plainTitle(parsed.title) || titleFromName(hints.source)).slice(0, limits.titleLength).toWellFormed()
  const version = sha256(parsed.text)
  const metadata: Metadata = { ...parsed.metadata, ...hints.metadata }
  return {
    title,
    text: parsed.text,
    version,
    mediaType: parsed.mediaType,
    language: detectLanguage(parsed.text, hints.language ?? parsed.language),
    metadata,
    pageStarts: parsed.pageStarts,
    chunks: version === hints.knownVersion ? null : chunkDocument({ ...parsed, title }, countTokens, settings),
    notes: parsed.notes,
  }
}

/** `guide/getting-started.md` → `getting started`; an index page is named after its folder. */
const titleFromName = (source: string): string => {
  const parts = source.split('/').filter(Boolean)
  const last = (parts.at(-1) ?? source).replace(/(?<=.)\.[^.]+$/, '')
  const name = /^(?:readme|index)$/i.test(last) ? (parts.at(-2) ?? last) : last
  return name.replace(/[-_]+/g, ' ').trim() || source
}
