import { readFile, stat } from 'node:fs/promises'
import { basename, dirname, resolve } from 'node:path'
import { AppError } from '../../base/error.ts'
import type { RecordsDescription } from '../../domain/record-description.ts'
import { readDescription } from '../../records/describe/read-description.ts'

export interface Given {
  readonly text: string
  readonly description: RecordsDescription
  readonly baseDir: string
}

/** Fails with `not_found` or `invalid`. */
export const readFileOf = async (file: string): Promise<Given> => {
  const found = await stat(file).catch(() => null)
  if (!found?.isFile()) throw new AppError('not_found', `There is no file "${file}". "answerable records inspect SOURCE --out FILE" drafts one.`)
  const text = await readFile(file, 'utf8')
  return { text, description: readDescription(text, basename(file)), baseDir: dirname(resolve(file)) }
}
