import type { ActionCheck, ActionOutcome } from '../domain/action.ts'
import type { Capabilities, Fact } from '../domain/capability.ts'

export interface CheckParts {
  readonly capabilities: Pick<Capabilities, 'list' | 'observe'>
  readonly now: () => Date
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>
}

type Held = NonNullable<ActionOutcome['check']>

const betweenLooksMs = 1_000

/** What makes the check impossible, in a sentence; null where it may hold. */
export const checkFault = ({ list }: CheckParts['capabilities'], { capability, fact }: ActionCheck): string | null => {
  const told = list.find(({ name }) => name === capability)?.facts
  return !told || told.includes(fact) ? null : `"${capability}" never tells "${fact}"; it tells ${told.join(', ')}.`
}

/** Looks again and again until what is expected is seen, or the time is over; then says which, and what was seen last. Stops with `signal.reason`. */
export const holdCheck = async ({ capabilities, now, sleep }: CheckParts, check: ActionCheck, signal: AbortSignal): Promise<Held> => {
  const fault = checkFault(capabilities, check)
  if (fault !== null) return { held: false, sentence: fault }
  const until = now().getTime() + check.withinSeconds * 1000
  for (;;) {
    const { facts, problem } = await capabilities.observe(check.capability, check.params, signal)
    const found = facts.filter((it) => it.name === check.fact && hasLabels(it, check.labels))
    if (found.length > 0 && found.every((it) => isExpected(it.value, check.expect))) return { held: true, sentence: `${seen(found)} as it must.` }
    if (now().getTime() + betweenLooksMs > until)
      return {
        held: false,
        sentence: `${found.length > 0 ? `${seen(found)}` : `"${check.fact}" was not seen${problem ? ` (${problem})` : ''}`} after ${check.withinSeconds} s.`,
      }
    await sleep(betweenLooksMs, signal)
  }
}

const hasLabels = ({ labels }: Fact, wanted: Readonly<Record<string, string>>): boolean =>
  Object.entries(wanted).every(([name, value]) => labels[name] === value)

const isExpected = (value: Fact['value'], { equals, above, below }: ActionCheck['expect']): boolean =>
  (equals === undefined || value === equals) &&
  (above === undefined || (typeof value === 'number' && value > above)) &&
  (below === undefined || (typeof value === 'number' && value < below))

const seen = (facts: readonly Fact[]): string => `"${facts[0]!.name}" is ${[...new Set(facts.map(({ value }) => String(value)))].slice(0, 3).join(', ')}`
