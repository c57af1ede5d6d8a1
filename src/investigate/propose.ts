import { isAppError } from '../base/error.ts'
import type { ActionDefinition, ActionParameter, Proposal } from '../domain/action.ts'
import type { Evidence } from '../domain/investigation.ts'
import type { Hypothesis } from './hypothesis.ts'
import { addNote, type Run } from './run.ts'

const mostProposals = 3

/** Actions that the operator says heal such a cause, each with the parameters that the evidence names; where one is not clear, a note says which. Nothing runs. */
export const proposeFor = async (run: Run, investigationId: string, cause: Hypothesis, evidence: readonly Evidence[]): Promise<Proposal[]> => {
  const { actions } = run.parts
  const fitting = (actions?.definitions ?? []).filter(
    (it) => it.heals.includes(cause.category) && (it.service === null || cause.service === null || it.service === cause.service),
  )
  const proposals: Proposal[] = []
  for (const action of fitting.slice(0, mostProposals)) {
    const { parameters, missing } = parametersFor(action, cause, evidence)
    if (missing.length > 0) {
      const why = missing.length > 1 ? 'these values are missing' : 'this value is missing'
      addNote(run, `The action "${action.name}" may help and was not proposed: ${why}, and the evidence does not say it: ${missing.join(', ')}.`)
      continue
    }
    try {
      proposals.push(
        (await waiting(run, action.name, parameters)) ??
          (await actions!.propose({ action: action.name, parameters, reason: cause.text, evidence, investigationId })),
      )
    } catch (error) {
      addNote(
        run,
        `The action "${action.name}" could not be proposed: ${isAppError(error) ? error.message : 'it failed inside; the log of the program says how.'}`,
      )
    }
  }
  return proposals
}

const mostWaiting = 50

/** The same call that waits for the same person already: two of them would both be approved, and heal once. */
const waiting = async ({ parts }: Run, action: string, parameters: Readonly<Record<string, unknown>>): Promise<Proposal | null> => {
  const caller = parts.caller()
  const principal = caller === 'system' ? 'owner' : caller
  const known = await parts.actions!.list(mostWaiting)
  return (
    known.find(
      (it) =>
        it.state === 'proposed' &&
        it.action === action &&
        it.proposedTo === principal &&
        it.expiresAt.getTime() > parts.now().getTime() &&
        textOf(it.parameters) === textOf(parameters),
    ) ?? null
  )
}

const textOf = (parameters: Readonly<Record<string, unknown>>): string =>
  Object.entries(parameters)
    .map(([name, value]) => JSON.stringify([name, String(value)]))
    .sort()
    .join()

const parametersFor = (
  action: ActionDefinition,
  cause: Hypothesis,
  evidence: readonly Evidence[],
): { parameters: Record<string, unknown>; missing: string[] } => {
  const named = new Set([...(cause.service === null ? [] : [cause.service]), ...evidence.flatMap(({ fact }) => (fact ? Object.values(fact.labels) : []))])
  const parameters: Record<string, unknown> = {}
  const missing: string[] = []
  for (const parameter of action.parameters) {
    const value = valueFor(parameter, named)
    if (value === null) missing.push(parameter.name)
    else parameters[parameter.name] = value
  }
  return { parameters, missing }
}

/** The one that the evidence names, or the only one that there is. */
const valueFor = ({ kind, values = [], min, max }: ActionParameter, named: ReadonlySet<string>): string | number | null => {
  if (kind === 'integer') return min !== undefined && min === max ? min : null
  const fitting = values.filter((value) => named.has(value) || named.has(`${value}.service`))
  if (fitting.length === 1) return fitting[0]!
  return values.length === 1 ? values[0]! : null
}
