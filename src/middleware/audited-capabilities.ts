import { isAppError } from '../base/error.ts'
import type { AuditLog } from '../domain/audit.ts'
import { currentCall } from '../domain/call.ts'
import type { Capabilities, Observation } from '../domain/capability.ts'

/** The same capabilities; each look and each refusal is in the audit log before it is answered, by whichever way it is called. */
export const auditedCapabilities = (inner: Capabilities, audit: Pick<AuditLog, 'append'>): Capabilities => {
  const observe: Capabilities['observe'] = async (name, params, signal) => {
    const observation = await inner.observe(name, params, signal).catch(async (error: unknown) => {
      await audit.append({ kind: 'refusal', subject: subjectNow(), detail: { of: 'look', capability: shortened(name), why: whyOf(error) } })
      throw error
    })
    await audit.append({ kind: 'look', subject: subjectNow(), detail: seen(observation) })
    return observation
  }
  return {
    list: inner.list.map((it) => ({ ...it, inventory: (signal) => it.inventory(signal), observe: (params, signal) => observe(it.name, params, signal) })),
    missing: inner.missing,
    observe,
  }
}

const subjectNow = (): string | null => currentCall().subject ?? currentCall().traceId

/** What was looked at and how much came; the facts themselves are kept by whoever uses them. */
const seen = ({ id, capability, params, facts, lines, problem, durationMs }: Observation) => ({
  observation: id,
  capability,
  params,
  facts: facts.length,
  lines: lines.length,
  problem,
  ms: Math.round(durationMs),
})

const whyOf = (error: unknown): string => (isAppError(error) ? error.message : 'It failed inside.')

/** A name that a model made up may be a novel. */
const shortened = (name: unknown): string => String(name).slice(0, 100)
