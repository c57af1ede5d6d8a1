import { rename, rm, writeFile } from 'node:fs/promises'
import { AppError } from '../../base/error.ts'

/** Whole or not at all: a file of that name stays as it was until the new one is written. Fails with `invalid` or `no_space` and a sentence with the name. */
export const writeUserFile = async (path: string, text: string): Promise<void> => {
  const making = `${path}.new`
  try {
    await writeFile(making, text)
    await rename(making, path)
  } catch (cause) {
    await rm(making, { force: true }).catch(() => {})
    const { code, message } = cause as NodeJS.ErrnoException
    if (code === 'ENOSPC') throw new AppError('no_space', `The disk is full: "${path}" was not written.`, { cause })
    throw new AppError('invalid', `"${path}" cannot be written (${message}). Name a file in a folder that is there and yours.`, { cause })
  }
}
