import { throwIfAborted } from '../../base/async.ts'
import { isAppError } from '../../base/error.ts'
import { fill } from '../../base/fill.ts'
import { readJson } from '../../base/read-json.ts'
import type { LogFinding, LogReport } from '../../domain/log.ts'
import type { Message, Usage } from '../../domain/model.ts'
import type { TaskModel } from '../../domain/task.ts'
import { claimSchema, readClaims, type Claim } from './claim-schema.ts'
import { evidenceOf, type Evidence, type Hush } from './evidence.ts'
import { figuresFor } from './figures.ts'
import { checkClaim, refusals, type Refusal } from './verify-claim.ts'

export interface Summariser {
  readonly model: TaskModel
  readonly template: { readonly version: string; readonly system: string; readonly user: string }
  readonly hush: Hush
  readonly timeoutMs: number
}

export interface LogSummary {
  /** `summary`, `cause` and `next`, in that order; each holds against the counts. */
  readonly findings: readonly LogFinding[]
  readonly model: string
  /** Claims that did not hold, by why. */
  readonly dropped: Readonly<Partial<Record<Refusal, number>>>
  /** In sentences: why there is no summary, or less of it. */
  readonly notes: readonly string[]
  /** Null where the model failed before it told. */
  readonly usage: Usage | null
}

// Ten claims of two lines each, with their braces.
const mostTokens = 900
const mostCharacters = 20_000

/** Sees templates and figures, never the log. Throws only `signal.reason`, and what is no failure of the model. */
export const summarise = async (report: LogReport, { model, template, hush, timeoutMs }: Summariser, signal?: AbortSignal): Promise<LogSummary> => {
  const { generator } = model
  const { evidence, hushed } = evidenceOf(report, hush)
  const none = (note: string, usage: Usage | null = null): LogSummary => ({ findings: [], model: generator.id, dropped: {}, notes: [note], usage })
  if (evidence.length === 0) return none('The log has no lines, so no model was asked.')
  const late = AbortSignal.timeout(timeoutMs)
  try {
    const { figures, shown } = await figuresFor(report, evidence, { budgetTokens: generator.passageBudgetTokens, countTokens: generator.countTokens, hush })
    const messages: Message[] = [
      { role: 'system', content: template.system },
      { role: 'user', content: fill(template.user, { figures }) },
    ]
    const { text, usage, writer } = await write(model, messages, shown, signal ? AbortSignal.any([signal, late]) : late)
    const { value, fault } = readJson(text)
    const claims = fault === null ? readClaims(value) : null
    if (!claims)
      return none(`${writer} wrote no summary that can be read: ${fault ?? 'it is not the object that was asked for'}. The report is by rules alone.`, usage)
    return { ...judged(claims, shown, report, writer, hushed), usage }
  } catch (error) {
    throwIfAborted(signal)
    if (late.aborted) return none(`${generator.id} took longer than ${Math.round(timeoutMs / 1000)} s for the summary. The report is by rules alone.`)
    if (!isAppError(error)) throw error
    return none(`No summary by the model: ${error.message} The report is by rules alone.`)
  }
}

const write = async (
  { generator, temperature, maxTokens }: TaskModel,
  messages: readonly Message[],
  shown: readonly Evidence[],
  signal: AbortSignal,
): Promise<{ text: string; usage: Usage | null; writer: string }> => {
  const options = { maxTokens: Math.min(maxTokens, mostTokens), temperature, schema: claimSchema(shown.map(({ handle }) => handle)) }
  let text = ''
  for await (const part of generator.stream(messages, options, signal)) {
    if (part.type === 'finish') return { text, usage: part.usage, writer: part.model ?? generator.id }
    text += part.text
    // JSON that never ends is no summary, however long one waits.
    if (text.length > mostCharacters) break
  }
  return { text, usage: null, writer: generator.id }
}

const judged = (claims: readonly Claim[], shown: readonly Evidence[], report: LogReport, model: string, hushed: number): Omit<LogSummary, 'usage'> => {
  const idOf = new Map(shown.map(({ handle, template }) => [handle, template.id]))
  const dropped: Partial<Record<Refusal, number>> = {}
  const findings = claims.flatMap((claim): LogFinding[] => {
    const refusal = checkClaim(claim, shown, report)
    if (refusal !== null) dropped[refusal] = (dropped[refusal] ?? 0) + 1
    return refusal !== null
      ? []
      : [{ kind: claim.kind, text: claim.text, templates: claim.templates.map((it) => idOf.get(it)!), lines: claim.lines, by: model }]
  })
  return { findings: distinct(findings), model, dropped, notes: notesOf(claims.length, dropped, model, hushed) }
}

/** A small model says the same under two headings. */
const distinct = (findings: readonly LogFinding[]): LogFinding[] =>
  findings.filter(({ text }, index) => findings.findIndex((it) => it.text.toLowerCase() === text.toLowerCase()) === index)

const notesOf = (all: number, dropped: LogSummary['dropped'], model: string, hushed: number): string[] => {
  const count = Object.values(dropped).reduce((sum, it) => sum + it, 0)
  const why = Object.keys(dropped).map((it) => refusals[it as Refusal])
  return [
    ...(count > 0 ? [`${count} of ${all} claims of ${model} were dropped, because they do not hold against the counts: ${why.join('; ')}.`] : []),
    ...(hushed > 0 ? [`${hushed === 1 ? 'One template holds' : `${hushed} templates hold`} words that speak to a model; it was not shown them.`] : []),
  ]
}
