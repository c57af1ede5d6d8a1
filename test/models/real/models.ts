/** The local models that are here. `npm test` tries the small one, `npm run test:models` all (ANSWERABLE_TEST_MODELS=all). */
import { localGenerators, llamaRuntimeDir, type LocalGenerator } from '../../../src/adapters/models/open-generator.ts'
import { findLlamaRuntime } from '../../../src/adapters/models/llama/llama-runtime.ts'
import { llamaGenerator, type LlamaGenerator } from '../../../src/adapters/models/llama/llama-generator.ts'
import { modelsDir, store } from '../local-model.ts'

export interface RealModel {
  readonly id: LocalGenerator
  /** Why it cannot run here; false when it can. */
  readonly skip: string | false
  open(): LlamaGenerator
}

const runtimeEntry = await findLlamaRuntime(llamaRuntimeDir(modelsDir))

const realModel = async (id: LocalGenerator): Promise<RealModel> => {
  const paths = runtimeEntry ? await store.locate(id) : null
  return {
    id,
    skip: paths ? false : `no ${id} here: run "answerable models pull ${id}"`,
    open: () => llamaGenerator({ id, modelPath: paths!.model, runtimeEntry: runtimeEntry! }),
  }
}

const chosen = process.env['ANSWERABLE_TEST_MODELS'] === 'all' ? [...localGenerators].reverse() : (['qwen2.5-coder-0.5b'] as const)

export const realModels: readonly RealModel[] = await Promise.all(chosen.map(realModel))
