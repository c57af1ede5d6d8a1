import { isAppError } from '../../base/error.ts'
import { throwIfAborted } from '../../base/async.ts'
import type { LogReport } from '../../domain/log.ts'
import type { LogDesk } from '../../operations/log-desk.ts'
import { presentReport, readFindings } from '../../operations/log-schemas.ts'
import type { summariseReport } from '../../operations/logs.ts'
import type { Context } from '../../operations/operation.ts'
import type { z } from 'zod'

type Summarised = z.output<typeof summariseReport.output>

// What a model is shown of a log is less.
const mostTemplates = 60

/** The model's part by another process, or by this one once it has the data folder; where neither can be had, the figures stand alone. */
export const summarisingElsewhere =
  (invoke: (input: { report: unknown }, context: Context) => Promise<unknown>): LogDesk['summarise'] =>
  async (report, signal) => {
    try {
      const { summary } = (await invoke({ report: presentReport(essential(report)) }, { signal })) as Summarised
      if (!summary) return null
      const { trace_id: traceId, input_tokens: inputTokens, output_tokens: outputTokens, cost_usd: costUsd, ...rest } = summary
      return { ...rest, findings: readFindings(rest.findings), traceId, inputTokens, outputTokens, costUsd }
    } catch (error) {
      throwIfAborted(signal)
      if (!isAppError(error)) throw error
      return {
        findings: [],
        model: 'none',
        dropped: 0,
        notes: [`No summary by a model: ${error.message}`],
        traceId: null,
        inputTokens: 0,
        outputTokens: 0,
        costUsd: 0,
      }
    }
  }

const essential = (report: LogReport): LogReport => {
  const named = new Set(report.findings.flatMap(({ templates }) => templates))
  return {
    ...report,
    templates: [...report.templates.filter(({ id }) => named.has(id)), ...report.templates.filter(({ id }) => !named.has(id))].slice(0, mostTemplates),
  }
}
