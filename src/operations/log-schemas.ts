/** The JSON of a log that was read. */
import { z } from 'zod'
import { findingKinds, severities, type LogReport } from '../domain/log.ts'
import type { LogSummaryReport } from './log-desk.ts'

const time = z.iso.datetime().nullable().describe('UTC; null where lines bear no time')
const line = z.int().min(1)

const templateSchema = z.object({
  id: z.string().describe('The same for the same template in every run'),
  template: z.string().describe('Words, with <*> where lines differ'),
  count: z.int(),
  severity: z.enum(severities),
  first_seen: time,
  last_seen: time,
  first_line: line,
  last_line: line,
  examples: z.array(z.object({ line, text: z.string() })).describe('Secrets and personal data are masked'),
  variables: z.array(
    z.object({
      position: z.int().describe('Which <*>, from 0'),
      distinct: z.int(),
      is_capped: z.boolean().describe('true: there are more, and counts are lower bounds'),
      top: z.array(z.object({ value: z.string(), count: z.int() })),
    }),
  ),
  rate: z.array(z.int()).describe('Lines in each bucket'),
})

const findingSchema = z.object({
  kind: z.enum(findingKinds),
  text: z.string(),
  templates: z.array(z.string()),
  lines: z.array(line),
  buckets: z.tuple([z.int(), z.int()]).optional().describe('First and last bucket that it speaks of'),
  by: z.string().describe('"rules", or the model that wrote it; what a model wrote was checked against the counts'),
})

export const reportSchema = z.object({
  lines: z.int().describe('All that were read'),
  counted_lines: z.int().optional().describe('Those of the time that was asked for; all other figures are of them'),
  bytes: z.int(),
  formats: z.array(z.object({ name: z.string(), lines: z.int() })),
  first_seen: time,
  last_seen: time,
  buckets: z.union([
    z.object({ by: z.literal('time'), from: z.iso.datetime(), width_ms: z.number(), count: z.int() }),
    z.object({ by: z.literal('line'), width: z.int(), count: z.int() }),
  ]),
  rate: z.array(z.int()).describe('All lines in each bucket'),
  template_count: z.int().optional().describe('How many there are; "templates" holds the first of them where "top" was given'),
  templates: z.array(templateSchema).describe('Most frequent first'),
  findings: z.array(findingSchema).describe('What a model wrote first, then what the rules found, most important first'),
  notes: z.array(z.string()).describe('What was not as it should be'),
})

export const summarySchema = z.object({
  model: z.string(),
  dropped: z.int().describe('Claims of the model that do not hold against the counts and are not shown'),
  trace_id: z.string().nullable(),
  input_tokens: z.int(),
  output_tokens: z.int(),
  cost_usd: z.number().nullable(),
})

export type ReportJson = z.output<typeof reportSchema>
type TemplateJson = ReportJson['templates'][number]

export const presentReport = (report: LogReport, top = Infinity): ReportJson => ({
  lines: report.lines,
  counted_lines: report.lines - (report.skippedLines ?? 0),
  bytes: report.bytes,
  formats: report.formats.map((it) => ({ ...it })),
  first_seen: report.firstSeen?.toISOString() ?? null,
  last_seen: report.lastSeen?.toISOString() ?? null,
  buckets:
    report.buckets.by === 'time'
      ? { by: 'time', from: report.buckets.from.toISOString(), width_ms: report.buckets.widthMs, count: report.buckets.count }
      : { ...report.buckets },
  rate: [...report.rate],
  template_count: report.templates.length,
  templates: report.templates.slice(0, top).map((it): TemplateJson => ({
    id: it.id,
    template: it.template,
    count: it.count,
    severity: it.severity,
    first_seen: it.firstSeen?.toISOString() ?? null,
    last_seen: it.lastSeen?.toISOString() ?? null,
    first_line: it.firstLine,
    last_line: it.lastLine,
    examples: it.examples.map(({ line, text }) => ({ line, text })),
    variables: it.variables.map(({ position, distinct, isCapped, top }) => ({ position, distinct, is_capped: isCapped, top: top.map((one) => ({ ...one })) })),
    rate: [...it.rate],
  })),
  findings: presentFindings(report.findings),
  notes: [...report.notes],
})

export const presentFindings = (findings: LogReport['findings']): ReportJson['findings'] =>
  findings.map(({ kind, text, templates, lines, buckets, by }) => ({
    kind,
    text,
    templates: [...templates],
    lines: [...lines],
    ...(buckets && { buckets: [buckets[0], buckets[1]] as [number, number] }),
    by,
  }))

/** Back again, in the process that asks the model. */
export const readReport = (json: ReportJson): LogReport => {
  const date = (text: string | null): Date | null => (text === null ? null : new Date(text))
  return {
    ...json,
    skippedLines: json.lines - (json.counted_lines ?? json.lines),
    findings: readFindings(json.findings),
    firstSeen: date(json.first_seen),
    lastSeen: date(json.last_seen),
    buckets: json.buckets.by === 'time' ? { ...json.buckets, from: new Date(json.buckets.from), widthMs: json.buckets.width_ms } : json.buckets,
    templates: json.templates.map((it) => ({
      ...it,
      firstSeen: date(it.first_seen),
      lastSeen: date(it.last_seen),
      firstLine: it.first_line,
      lastLine: it.last_line,
      variables: it.variables.map(({ is_capped: isCapped, ...rest }) => ({ ...rest, isCapped })),
    })),
  }
}

export const readFindings = (findings: ReportJson['findings']): LogReport['findings'] =>
  findings.map(({ buckets, ...it }) => ({ ...it, ...(buckets && { buckets }) }))

export const presentSummary = (it: LogSummaryReport): z.output<typeof summarySchema> => ({
  model: it.model,
  dropped: it.dropped,
  trace_id: it.traceId,
  input_tokens: it.inputTokens,
  output_tokens: it.outputTokens,
  cost_usd: it.costUsd,
})
