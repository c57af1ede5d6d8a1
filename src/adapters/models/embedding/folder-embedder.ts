/** The user's own embedding model: a folder with an ONNX file and its tokenizer, as `optimum` and the hubs write them. */
import { readFile, stat } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { z } from 'zod'
import { AppError } from '../../../base/error.ts'
import type { Embedder } from '../../../domain/model.ts'
import type { Pooling } from '../store/catalogue.ts'
import { embedderId } from './embedder-id.ts'
import { openOnnxEmbedder, type Prefixes } from './onnx-embedder.ts'
import { sha256OfFile } from '../store/verified-file.ts'

export interface FolderEmbedderOptions {
  readonly path: string
  readonly pooling: Pooling
  readonly prefixes: Prefixes
  /** What the model reads of a text. Default: what its config.json says, 512 at most. */
  readonly maxTokens?: number | undefined
  readonly threads?: number
}

const modelNames = ['model.onnx', 'onnx/model.onnx', 'model_quantized.onnx', 'onnx/model_quantized.onnx']

export const openFolderEmbedder = async (options: FolderEmbedderOptions): Promise<Embedder & { tokenizerPath: string }> => {
  const { pooling, prefixes, threads } = options
  const folder = resolve(options.path)
  const modelPath = await firstFile(folder, modelNames)
  const tokenizerPath = await firstFile(folder, ['tokenizer.json'])
  const maxTokens = options.maxTokens ?? (await readMaxTokens(folder))
  // Large models keep their weights beside the graph.
  const weights = await sha256OfFile(`${modelPath}_data`).catch(() => null)
  const hashes = [await sha256OfFile(modelPath), weights, await sha256OfFile(tokenizerPath)]
  const id = embedderId(basename(folder), { hashes, pooling, prefixes, maxTokens, unit: true })
  const embedder = await openOnnxEmbedder({ id, modelPath, tokenizerPath, pooling, prefixes, maxTokens, ...(threads && { threads }) })
  return { ...embedder, tokenizerPath }
}

const firstFile = async (folder: string, names: readonly string[]): Promise<string> => {
  for (const name of names) if (await stat(join(folder, name)).catch(() => null)) return join(folder, name)
  throw new AppError('unavailable', `The model folder ${folder} has no ${names[0]}. It needs model.onnx and tokenizer.json.`)
}

const configSchema = z.object({ max_position_embeddings: z.int().positive().optional() })

const readMaxTokens = async (folder: string): Promise<number> => {
  const text = await readFile(join(folder, 'config.json'), 'utf8').catch(() => '{}')
  try {
    return Math.min(configSchema.parse(JSON.parse(text)).max_position_embeddings ?? 512, 512)
  } catch (cause) {
    throw new AppError('unavailable', `${join(folder, 'config.json')} cannot be read. Mend it, or remove it to read 512 tokens of each text.`, { cause })
  }
}
