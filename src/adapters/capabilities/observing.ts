import { throwIfAborted } from '../../base/async.ts'
import { isAppError } from '../../base/error.ts'
import { newId } from '../../base/id.ts'
import type { Capability, Fact, Observation } from '../../domain/capability.ts'
import { Unseen, type Look, type Seen } from './look.ts'
import { checkParams, inventoryOf, schemaOf, type Params } from './params.ts'
import { shownLine, shownName } from './shown.ts'

export interface ObservingParts {
  readonly now: () => Date
  /** Secrets and personal data taken out of a line from outside; and secrets out of a name. */
  readonly maskLine: (text: string) => string
  readonly maskName: (text: string) => string
}

// What a model, a row of the database and a page bear; a system that has more is told in the problem.
const mostFacts = 2000
const mostLines = 400
const mostLineBytes = 128 * 1024
const usualLimitMs = 5000

/** A look made a capability: its params checked, its time limited, and what it saw masked and bounded, whatever the other side does. */
export const observing = (look: Look, parts: ObservingParts): Capability => {
  const limitMs = look.limitMs ?? usualLimitMs
  return {
    name: look.name,
    summary: look.summary,
    how: look.how,
    facts: look.facts,
    limitMs,
    params: schemaOf(look.params),
    inventory: (signal) => within(limitMs, signal, (limited) => inventoryOf(look.params, limited)),
    observe: async (given, signal) => {
      throwIfAborted(signal)
      const startedAt = parts.now()
      const began = performance.now()
      let params: Params | null = null
      const seen = await within(limitMs, signal, async (limited) => {
        params = await checkParams(look.name, look.params, given, limited)
        return look.see(params, limited)
      }).catch((error: unknown): Seen => {
        throwIfAborted(signal)
        if (isAppError(error) && error.code === 'invalid') throw error
        return { facts: [], problem: problemOf(error, limitMs) }
      })
      return observation(look, { params: params ?? {}, startedAt, durationMs: Math.round(performance.now() - began), seen }, parts)
    },
  }
}

interface Ended {
  readonly params: Params
  readonly startedAt: Date
  readonly durationMs: number
  readonly seen: Seen
}

const observation = (look: Look, { params, startedAt, durationMs, seen }: Ended, parts: ObservingParts): Observation => {
  const at = parts.now()
  const lines = firstLines(seen.lines ?? [], parts.maskLine)
  const left = seen.facts.length > mostFacts ? `Only the first ${mostFacts} facts are shown.` : lines.isCut ? 'Only the newest lines are shown.' : null
  return {
    id: newId(startedAt.getTime()),
    capability: look.name,
    params,
    startedAt,
    durationMs,
    facts: seen.facts.slice(0, mostFacts).map((it): Fact => ({
      name: it.name,
      value: typeof it.value === 'string' ? shownName(it.value, parts.maskName) : Number.isNaN(it.value) ? null : it.value,
      labels: Object.fromEntries(Object.entries(it.labels ?? {}).map(([name, value]) => [name, shownName(value, parts.maskName)])),
      at: it.at ?? at,
    })),
    lines: lines.kept,
    problem: [seen.problem, left].filter(Boolean).join(' ') || null,
  }
}

/** From the end: of a log the newest lines matter. */
const firstLines = (lines: readonly string[], mask: (text: string) => string): { kept: string[]; isCut: boolean } => {
  const kept: string[] = []
  let bytes = 0
  for (const raw of lines.slice(-mostLines).reverse()) {
    const line = shownLine(raw, mask)
    bytes += Buffer.byteLength(line)
    if (bytes > mostLineBytes) break
    kept.push(line)
  }
  return { kept: kept.reverse(), isCut: kept.length < lines.length }
}

const problemOf = (error: unknown, limitMs: number): string => {
  if (error instanceof Unseen) return error.message
  if (error === outOfTime) return `Nothing was seen within ${limitMs / 1000} s.`
  if (isAppError(error)) return error.message
  return `It could not be looked at (${codeOf(error)}).`
}

/** Only what the system calls it: messages may hold words from outside. */
const codeOf = (error: unknown): string => {
  const { code } = error as { code?: unknown }
  return typeof code === 'string' && /^[A-Z0-9_]{2,40}$/.test(code) ? code : 'unexpected'
}

const outOfTime = new Error('out of time')

/** Resolves or fails in time, also where the work never hears of its signal. */
const within = async <Result>(limitMs: number, signal: AbortSignal | undefined, work: (limited: AbortSignal) => Promise<Result>): Promise<Result> => {
  const controller = new AbortController()
  const timer = setTimeout(() => controller.abort(outOfTime), limitMs)
  const onAbort = (): void => controller.abort(signal!.reason)
  signal?.addEventListener('abort', onAbort, { once: true })
  const ended = new Promise<never>((_, reject) => controller.signal.addEventListener('abort', () => reject(controller.signal.reason as Error), { once: true }))
  try {
    return await Promise.race([work(controller.signal), ended])
  } catch (error) {
    throw controller.signal.aborted ? controller.signal.reason : error
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', onAbort)
  }
}
