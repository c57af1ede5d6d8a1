import { AppError } from '../base/error.ts'
import type { Embedder } from '../domain/model.ts'
import type { EmbedTexts } from '../operations/app.ts'

/** Texts of a client, embedded as the collection's own are. Nothing is cut: a vector of half a text would pass for that of the whole. */
export const embedTextsWith =
  (embedderOf: (collection: string) => Promise<Embedder | null>): EmbedTexts =>
  async ({ texts, purpose, collection }, signal) => {
    const embedder = await embedderOf(collection)
    if (!embedder) throw new AppError('unavailable', 'No embedding model is live now, so texts get no vectors. "answerable doctor" says why.')
    const counts = await embedder.countTokens(texts)
    const tooLong = counts.findIndex((count) => count > embedder.maxTokens)
    if (tooLong >= 0) {
      const sentence = `Text ${tooLong + 1} has ${counts[tooLong]} tokens, and ${embedder.id.split('@')[0]} reads ${embedder.maxTokens}. Split it.`
      throw new AppError('invalid', sentence, { details: { param: 'input' } })
    }
    const vectors = await embedder.embed(texts, purpose, signal)
    return { model: embedder.id, dimensions: embedder.dimensions, tokens: counts.reduce((sum, count) => sum + count, 0), vectors }
  }
