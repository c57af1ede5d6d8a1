import { homedir } from 'node:os'
import { join } from 'node:path'
import { llamaRuntimeDir } from '../../src/adapters/models/open-generator.ts'
import { findLlamaRuntime } from '../../src/adapters/models/llama/llama-runtime.ts'
import { openModelStore } from '../../src/adapters/models/store/model-store.ts'

export const modelsDir = process.env.ANSWERABLE_MODELS_DIR ?? join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'answerable/models')

export const store = openModelStore({ dir: modelsDir, env: process.env })

const paths = await store.locate('qwen2.5-coder-0.5b')
const runtime = await findLlamaRuntime(llamaRuntimeDir(modelsDir))

/** The small model and what runs it, where `answerable models pull qwen2.5-coder-0.5b` has brought them. */
export const smallModel = paths && runtime ? { modelPath: paths.model, runtimeEntry: runtime } : null

export const skipLocal = smallModel ? false : 'no local language model here: run "answerable models pull qwen2.5-coder-0.5b"'
