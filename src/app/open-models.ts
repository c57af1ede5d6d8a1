import { llamaRuntimeDir, type GeneratorParts } from '../adapters/models/open-generator.ts'
import { openModelStore } from '../adapters/models/store/model-store.ts'
import type { Config } from '../config.ts'

/** Where model files and what runs them lie, and where they may come from, as the settings say. */
export const openModels = ({ modelsDir, modelSource, hubUrl }: Config): GeneratorParts => ({
  store: openModelStore({ dir: modelsDir, env: { ...process.env, ...(hubUrl && { HF_ENDPOINT: hubUrl }) }, localFolder: modelSource }),
  runtimeDir: llamaRuntimeDir(modelsDir),
})
