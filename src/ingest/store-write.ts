import { sleep } from '../base/async.ts'
import { isAppError } from '../base/error.ts'

/** A full disk or a lost database is no fault of the file: it ends the sync. */
export class StoreFailure extends Error {}

const ofTheFile: readonly string[] = ['conflict', 'invalid', 'too_large']

/** Two writers may get in each other's way: the one who lost tries again. */
export const toStore = async <Result>(write: () => Promise<Result>, signal: AbortSignal | undefined, tries = 3): Promise<Result> => {
  try {
    return await write()
  } catch (cause) {
    const code = isAppError(cause) ? cause.code : 'internal'
    if (!ofTheFile.includes(code)) throw new StoreFailure('store', { cause })
    if (code !== 'conflict' || tries === 1) throw cause
    await sleep(100, signal)
    return toStore(write, signal, tries - 1)
  }
}

/** For the list of what failed. */
export const reasonOf = (error: unknown): string =>
  isAppError(error) ? error.message : `It could not be read: ${error instanceof Error ? error.message : String(error)}`
