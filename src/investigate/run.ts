import { mapLimited, throwIfAborted } from '../base/async.ts'
import { isAppError } from '../base/error.ts'
import type { Observation } from '../domain/capability.ts'
import type { InvestigationEvent, InvestigationRequest } from '../domain/investigation.ts'
import { keyOf, type Look } from './look.ts'
import type { InvestigateParts } from './parts.ts'

/** What one investigation has seen and spent. */
export interface Run {
  readonly parts: InvestigateParts
  readonly request: InvestigationRequest
  /** Aborted by the asker, by the switch, and when the time is over. */
  readonly signal: AbortSignal
  readonly isLate: () => boolean
  readonly observations: Observation[]
  /** Looks that were wanted and not made: a limit was met, or they failed. */
  readonly unmade: Look[]
  readonly notes: string[]
  readonly spent: { steps: number; inputTokens: number; outputTokens: number; costUsd: number | null }
  /** Ends the clock; nothing of it goes on. */
  end(): void
}

// Each waits for another machine or for procfs; more at once would make a busy machine busier.
const looksAtOnce = 4

export const beginRun = (parts: InvestigateParts, request: InvestigationRequest, outer: AbortSignal | undefined): Run => {
  const late = new AbortController()
  const timer = setTimeout(() => late.abort(new Error('The time of the investigation is over.')), request.limits.seconds * 1000)
  return {
    parts,
    request,
    signal: AbortSignal.any([parts.stopSignal(), late.signal, ...(outer ? [outer] : [])]),
    isLate: () => late.signal.aborted,
    observations: [],
    unmade: [],
    notes: [],
    spent: { steps: 0, inputTokens: 0, outputTokens: 0, costUsd: 0 },
    end: () => clearTimeout(timer),
  }
}

/** Throws why it was stopped; a time that is over is no such reason: what was seen by then is concluded from. */
export const assertGoesOn = async (run: Run): Promise<void> => {
  if (run.signal.aborted && !run.isLate()) throwIfAborted(run.signal)
  await run.parts.assertRunning()
}

/** Looks at all of them that the limits leave room for and, but for those `isAgain`, that were not looked at before; what was seen comes in the order of the looks. */
export async function* lookAt(run: Run, looks: readonly Look[], isAgain = false): AsyncGenerator<InvestigationEvent, readonly Observation[]> {
  await assertGoesOn(run)
  const known = new Set(run.observations.map(keyOf))
  const wanted = isAgain ? looks : looks.filter((look) => !known.has(keyOf(look)))
  const room = Math.max(0, run.request.limits.steps - run.spent.steps)
  if (wanted.length > room) addNote(run, `The limit of ${run.request.limits.steps} looks was met: ${wanted.length - room} more were not made.`)
  const seen: Observation[] = []
  const made = new Set<Look>()
  for (const batch of batches(wanted.slice(0, room), looksAtOnce)) {
    if (run.isLate()) break
    await assertGoesOn(run)
    run.spent.steps += batch.length
    for (const [look, observation] of await mapLimited(batch, looksAtOnce, async (it) => [it, await lookOnce(run, it)] as const)) {
      if (!observation) continue
      made.add(look)
      run.observations.push(observation)
      seen.push(observation)
      yield { type: 'observation', observation }
      // Where every name is an address, that nobody need be asked for it is no news.
      if (observation.problem && observation.facts.every(({ value }) => value !== true || observation.capability !== 'dns_lookup'))
        addNote(run, `${observation.capability}: ${observation.problem}`)
    }
  }
  run.unmade.push(...wanted.filter((look) => !made.has(look)))
  if (run.isLate()) addNote(run, `The limit of ${run.request.limits.seconds} seconds was met; the diagnosis rests on what was seen by then.`)
  return seen
}

/** A look that fails is a note: its sentence is ours, because capabilities answer for what is wrong outside with `problem`. */
const lookOnce = async (run: Run, { capability, params }: Look): Promise<Observation | null> => {
  try {
    return await run.parts.capabilities.observe(capability, params, run.signal)
  } catch (error) {
    if (run.signal.aborted && !run.isLate()) throw error
    if (!run.isLate()) addNote(run, `${capability}: ${isAppError(error) ? error.message : 'it failed inside; the log of the program says how.'}`)
    return null
  }
}

export const addNote = ({ notes }: Run, note: string): void => {
  if (notes.length < mostNotes && !notes.includes(note)) notes.push(note)
}
const mostNotes = 40

const batches = <Item>(items: readonly Item[], size: number): Item[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, at) => items.slice(at * size, (at + 1) * size))
