/** Takes what servers leave to be done, until it is told to stop; speaks with nobody but the database, models and sites. */
import { openApp, version } from '../app.ts'
import { untilAborted } from '../base/async.ts'
import { AppError } from '../base/error.ts'
import type { Config } from '../config.ts'
import { logFailures, noteIn, openLog } from './logging.ts'

const say = (text: string): void => void process.stderr.write(`${text}\n`)

/** Fails with `invalid` without a server: the embedded database belongs to the one process that serves. */
export const work = async (config: Config, signal: AbortSignal): Promise<void> => {
  if (!config.databaseUrl)
    throw new AppError(
      'invalid',
      'A worker shares a PostgreSQL server with others: name it in DATABASE_URL or with --database-url. With the embedded database "answerable serve" does this work itself.',
    )
  const log = openLog(config)
  const app = await openApp({ config, onLine: (line) => say(`Embedder   ${line}`), log: logFailures(log), note: noteIn(log) })
  try {
    app.judgeLiveAnswers()
    const { database } = await app.status()
    say(`Worker ${version} on ${database.where}`)
    await untilAborted(signal)
  } finally {
    // What is under way goes back to the queue.
    await app.close()
  }
}
