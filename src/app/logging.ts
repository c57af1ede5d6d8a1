import type { Logger } from 'pino'
import { openLogger } from '../adapters/log/open-logger.ts'
import { settings, type Config } from '../config.ts'

/** The program's log, by its settings. */
export const openLog = (config: Config): Logger => openLogger({ level: config.logLevel, secrets: secretsOf(config), out: process.stderr })

/** What went wrong and was lived with. */
export const logFailures =
  (log: Logger) =>
  (message: string, error: unknown): void =>
    log.warn({ err: error instanceof Error ? error : new Error(String(error)) }, message)

/** What was done, for whoever wants to know: level info. */
export type Note = (message: string, facts: Readonly<Record<string, unknown>>) => void

export const noteIn =
  (log: Logger): Note =>
  (message, facts) =>
    log.info(facts, message)

const secretsOf = (config: Config): string[] =>
  Object.entries(settings)
    .filter(([, it]) => it.secret)
    .flatMap(([name]) => {
      const value = config[name as keyof Config]
      return typeof value === 'string' ? [value] : []
    })
