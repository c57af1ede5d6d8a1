import type { ChunkStrategy } from './chunk-strategies.ts'
import { packWindows, readableRuns, toChunks } from './chunk-in-order.ts'
import { splitSpan, textCutters } from './split-block.ts'
import { weighing } from './weigh.ts'

/** Cuts at blank lines, what is still too long at line ends, then sentences, then words (LangChain's RecursiveCharacterTextSplitter, by tokens). */
export const chunkRecursively: ChunkStrategy = (document, countTokens, settings) => {
  const weigh = weighing(countTokens, settings.maxTokens)
  const windows = readableRuns(document).flatMap((run) => packWindows(splitSpan(document.text, run, textCutters, settings.targetTokens, weigh), settings))
  return toChunks(document, windows, countTokens, settings)
}
