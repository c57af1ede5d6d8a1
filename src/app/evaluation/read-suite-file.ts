import { basename, dirname } from 'node:path'
import { readUserFile } from '../../adapters/evaluation/read-user-file.ts'
import { mostSuiteBytes, suiteDisk } from '../../adapters/evaluation/suite-disk.ts'
import { readResponseSchema } from '../../answer/structured/response-schema.ts'
import { isAppError } from '../../base/error.ts'
import type { EvalCase, EvalSuite } from '../../domain/eval-suite.ts'
import { faultAt } from '../../base/located.ts'
import { readSuite } from '../../evaluate/suite/read-suite.ts'

/** A suite from its file, all that it names included. Fails with `invalid` or `not_found`: a sentence with file and line for each fault. */
export const readSuiteFile = async (path: string): Promise<EvalSuite> => {
  const suite = await readSuite(await readUserFile(path, path, mostSuiteBytes), basename(path), suiteDisk(dirname(path)))
  for (const it of suite.cases) await checkSchema(it)
  return suite
}

const checkSchema = async ({ responseSchema, place }: EvalCase): Promise<void> => {
  if (responseSchema === null) return
  try {
    await readResponseSchema(responseSchema)
  } catch (error) {
    throw isAppError(error) ? faultAt(place, error.message) : error
  }
}
