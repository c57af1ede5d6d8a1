import { sentencesOf } from '../../base/sentences.ts'
import type { ChunkStrategy } from './chunk-strategies.ts'
import { readableRuns, toChunks } from './chunk-in-order.ts'
import { splitSpan, textCutters } from './split-block.ts'
import { weighing } from './weigh.ts'

/**
 * Every sentence is embedded and ranked alone; whoever reads passages gets it with its neighbours (`widenedRetrieval`).
 * LlamaIndex calls it the sentence window.
 */
export const chunkBySentence: ChunkStrategy = (document, countTokens, settings) => {
  const weigh = weighing(countTokens, settings.maxTokens)
  // A heading path takes a third of the most at most.
  const most = Math.floor((settings.maxTokens * 2) / 3)
  const sentences = readableRuns(document).flatMap(({ start, end }) =>
    sentencesOf(document.text.slice(start, end)).map((sentence) => ({ start: start + sentence.start, end: start + sentence.end })),
  )
  const pieces = sentences.flatMap((sentence) => splitSpan(document.text, sentence, textCutters, most, weigh))
  return toChunks(document, pieces, countTokens, settings)
}
