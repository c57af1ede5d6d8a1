import { once } from 'node:events'
import { constants, createWriteStream } from 'node:fs'
import { access } from 'node:fs/promises'
import { dirname } from 'node:path'
import { AppError } from '../../base/error.ts'

/** What was found for one question, best first, with scores that fall. */
export interface RankedQuestion {
  readonly questionId: string
  readonly ranked: readonly { readonly id: string; readonly score: number }[]
}

/** Writes `question Q0 document rank score tag`, a line each, as trec_eval reads it. White space in an id is written as in an address (`%20`). */
export const writeTrecRun = async (path: string, questions: Iterable<RankedQuestion>, tag: string): Promise<void> => {
  try {
    const file = createWriteStream(path)
    // Opening may fail before the first line is written.
    await once(file, 'open')
    for (const { questionId, ranked } of questions) {
      const lines = ranked.map(({ id, score }, index) => `${column(questionId)} Q0 ${column(id)} ${index + 1} ${score} ${tag}\n`)
      if (!file.write(lines.join(''))) await once(file, 'drain')
    }
    file.end()
    await once(file, 'close')
  } catch (cause) {
    throw unwritable(path, cause)
  }
}

/** Hours of ranking are not lost to a folder that is not there. Fails with `invalid`. */
export const assertRunFile = (path: string): Promise<void> =>
  access(dirname(path), constants.W_OK).catch((cause: unknown) => {
    throw unwritable(path, cause)
  })

const unwritable = (path: string, cause: unknown): AppError =>
  new AppError('invalid', `The run file "${path}" cannot be written: ${(cause as Error).message}. Name another place with --run.`, { cause })

const column = (id: string): string => id.replace(/\s/g, encodeURIComponent)
