/** Text in the pieces of a GGUF file's own tokenizer. Only its vocabulary is read, so a model of gigabytes is as quick as a small one. */
import { pathToFileURL } from 'node:url'
import type { TokenPiece } from '../../domain/tokens.ts'
import { checkGguf } from '../models/llama/check-gguf.ts'

interface Library {
  getLlama(options: object): Promise<{ loadModel(options: object): Promise<Vocabulary>; dispose(): Promise<void> }>
  LlamaLogLevel: { error: string }
}

interface Vocabulary {
  tokenize(text: string): number[]
  detokenize(tokens: readonly number[]): string
}

/** `runtimeEntry` as `findLlamaRuntime` gives it. Runs in this process: for short-lived commands. Fails with `unavailable`. */
export const cutGguf = async (text: string, modelPath: string, runtimeEntry: string): Promise<readonly TokenPiece[]> => {
  await checkGguf(modelPath)
  const library = (await import(pathToFileURL(runtimeEntry).href)) as Library
  const llama = await library.getLlama({ gpu: false, build: 'never', skipDownload: true, logLevel: library.LlamaLogLevel.error })
  try {
    const vocabulary = await llama.loadModel({ modelPath, vocabOnly: true, gpuLayers: 0 })
    return vocabulary.tokenize(text).map((id) => ({ id, text: vocabulary.detokenize([id]) }))
  } finally {
    // Its threads are ended here: a process that leaves them to its own end was seen to wait for them for ever.
    await llama.dispose()
  }
}
