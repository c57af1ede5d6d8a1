/** How long the words of questions and answers are kept, and how: `contentDays`, `redactContent`. */
import type { Database } from '../adapters/postgres/database.ts'
import { forgetContent } from '../adapters/postgres/forget-content.ts'
import { covered } from '../domain/content.ts'
import type { Config } from '../config.ts'
import { redactor } from '../guard/redact.ts'
import { hourly, type Hourly } from './hourly.ts'

/** Before a text is written down; null: as it is. */
export const keptWords = ({ contentDays, redactContent }: Pick<Config, 'contentDays' | 'redactContent'>): ((text: string) => string) | null => {
  if (contentDays === 0) return () => ''
  if (!redactContent) return null
  const redact = redactor()
  return (text) => covered(text, redact(text).findings)
}

const dayMs = 24 * 3_600_000

export const contentSweep = (everything: Database, contentDays: number, log: (message: string, error: unknown) => void): Hourly =>
  hourly(
    (signal) => forgetContent(everything, new Date(Date.now() - contentDays * dayMs), signal),
    (error) => log('Old questions and answers could not be forgotten; it is tried again in an hour.', error),
  )
