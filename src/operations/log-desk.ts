import type { LogFinding, LogReport, LogSource } from '../domain/log.ts'

export interface LogReading {
  /** Read one after the other as one log, the oldest first. */
  readonly sources: readonly LogSource[]
  /** What it is compared with. */
  readonly compare?: LogSource | undefined
  readonly since?: Date | undefined
  readonly until?: Date | undefined
  /** Of all sources together, unpacked; left out: any number. */
  readonly mostBytes?: number | undefined
  /** A file for the template id of each line. */
  readonly assignments?: string | undefined
}

/** How far it is; `totalBytes` null where nobody knows (a pipe). */
export interface LogProgress {
  readonly bytes: number
  readonly totalBytes: number | null
  readonly lines: number
  readonly templates: number
}

/** What a model made of the report; each finding holds against the counts. */
export interface LogSummaryReport {
  readonly findings: readonly LogFinding[]
  readonly model: string
  /** Claims that did not hold. */
  readonly dropped: number
  readonly notes: readonly string[]
  readonly traceId: string | null
  readonly inputTokens: number
  readonly outputTokens: number
  /** Null while the price is not known. */
  readonly costUsd: number | null
}

export interface LogDesk {
  /** One pass, bounded memory. Fails with `not_found`, `forbidden` or `invalid` for what cannot be read. */
  read(reading: LogReading, onProgress: (progress: LogProgress) => void, signal?: AbortSignal): Promise<LogReport>
  /** Never fails for the model's sake: notes say why there is no summary. Null where no model is live. */
  summarise(report: LogReport, signal?: AbortSignal): Promise<LogSummaryReport | null>
  /** A model is asked where nobody says: one has been configured by the owner's own choice. */
  readonly asksModel: boolean
}
