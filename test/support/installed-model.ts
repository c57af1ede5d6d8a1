import { homedir } from 'node:os'
import { join } from 'node:path'
import { isAppError } from '../../src/base/error.ts'
import { openModelStore, type ModelPaths, type ModelStore } from '../../src/adapters/models/store/model-store.ts'

/** The cache that the program itself uses, so that a model is fetched once for all tests and for the user. */
export const testModelStore = (): ModelStore =>
  openModelStore({
    dir: process.env['ANSWERABLE_MODELS_DIR'] || join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'answerable/models'),
    env: process.env,
    localFolder: process.env['ANSWERABLE_MODEL_SOURCE'],
  })

/** Fetches a model of the catalogue when it is missing. Where no source can be reached: null, and one line that says so. */
export const installedModel = async (id: string): Promise<ModelPaths | null> => {
  try {
    return await testModelStore().fetchModel(id)
  } catch (error) {
    if (!isAppError(error)) throw error
    console.error(`Tests with ${id} are skipped: ${error.message}`)
    return null
  }
}
