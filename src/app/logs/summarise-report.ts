import { findInjections } from '../../guard/scan/find-injections.ts'
import { blanked } from '../../guard/scan/scan-passages.ts'
import { withinCall } from '../../domain/call.ts'
import type { ModelFor } from '../../domain/task.ts'
import { summarise, type LogSummary, type Summariser } from '../../logs/summary/summarise.ts'
import type { TraceWork } from '../../middleware/traced-work.ts'
import type { LogDesk } from '../../operations/log-desk.ts'

export interface SummaryParts {
  readonly modelFor: ModelFor
  readonly work: TraceWork
  readonly template: Summariser['template']
  readonly timeoutMs: number
}

/** One call to a model, with its trace and its row of the ledger. */
export const summarisingReports =
  ({ modelFor, work, template, timeoutMs }: SummaryParts): LogDesk['summarise'] =>
  async (report, signal) => {
    const model = modelFor('summarise')
    if (!model) return null
    const piece = {
      name: 'summarise log',
      stage: 'invoke_agent',
      collection: 'default',
      title: `Summary of a log of ${report.lines.toLocaleString('en')} lines`,
      attributes: { 'gen_ai.prompt.name': template.version, 'answerable.log_lines': report.lines, 'answerable.log_templates': report.templates.length },
    } as const
    return work(
      piece,
      async ({ traceId }) => ({
        ...presented(await withinCall({ task: 'summarise' }, () => summarise(report, { model, template, timeoutMs, hush: withoutOrders }, signal))),
        traceId,
      }),
      (it) => ({ model: it.model, attributes: { 'answerable.claims_kept': it.findings.length, 'answerable.claims_dropped': it.dropped } }),
    )
  }

const presented = ({ findings, model, dropped, notes, usage }: LogSummary) => ({
  findings,
  model,
  notes,
  dropped: Object.values(dropped).reduce((sum, it) => sum + it, 0),
  inputTokens: usage?.inputTokens ?? 0,
  outputTokens: usage?.outputTokens ?? 0,
  costUsd: usage ? usage.costUsd : null,
})

/** What speaks to a model is not shown to it. */
const withoutOrders = (text: string): string => {
  const found = findInjections(text)
  return found.length > 0 ? blanked(text, found) : text
}
