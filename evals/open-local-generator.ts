import { homedir } from 'node:os'
import { join } from 'node:path'
import { llamaRuntimeDir, openGenerator, type LocalGenerator } from '../src/adapters/models/open-generator.ts'
import { openModelStore } from '../src/adapters/models/store/model-store.ts'
import type { Generator } from '../src/domain/model.ts'

/** `local:qwen2.5-coder-0.5b` from the folder of models that the program uses; null for anything else. */
export const openLocalGenerator = async (name: string): Promise<Generator | null> => {
  const [kind, model] = name.split(':')
  if (kind !== 'local') return null
  const dir = process.env['ANSWERABLE_MODELS_DIR'] ?? join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'answerable', 'models')
  const store = openModelStore({ dir, env: process.env })
  return (await openGenerator({ kind: 'local', model: model as LocalGenerator }, { store, runtimeDir: llamaRuntimeDir(dir) })).generator
}
