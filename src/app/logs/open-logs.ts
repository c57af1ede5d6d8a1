import type { Config } from '../../config.ts'
import type { LogDesk } from '../../operations/log-desk.ts'
import { isModelChosen } from './is-model-chosen.ts'
import { readLogs } from './read-logs.ts'
import { summarisingReports, type SummaryParts } from './summarise-report.ts'

/** Where models, ledger and traces are. */
export const openLogs = (config: Config, parts: Omit<SummaryParts, 'timeoutMs'>): LogDesk =>
  logsWith(config, summarisingReports({ ...parts, timeoutMs: config.answerTimeoutSeconds * 1000 }))

/** Figures need neither database nor models; `summarise` finds its way to them. */
export const logsWith = (config: Config, summarise: LogDesk['summarise']): LogDesk => ({ read: readLogs, summarise, asksModel: isModelChosen(config) })
