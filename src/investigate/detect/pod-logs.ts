import type { Observation } from '../../domain/capability.ts'
import { evidenceOfLine } from '../evidence.ts'
import type { Hypothesis } from '../hypothesis.ts'
import { lineTime } from '../line-time.ts'
import { shown, type Seen } from '../seen.ts'

/** Fewer may be anybody's bad moment. */
const fewest = 5
const mostKinds = 5
const inText = 3
const windowMs = 60 * 60_000
/** Share of words that two lines have in common when they tell of the same (Jaccard). */
const alike = 0.6

/** The newest lines of a pod, where most of them are errors: a symptom, told with the kinds that they are of. */
export const podLogErrors = (seen: Seen): Hypothesis[] =>
  seen.observations
    .filter(({ capability }) => capability === 'kubernetes_pod_logs')
    .flatMap((observation) => {
      const lines = newestOf(observation, seen.now)
      const errors = lines.filter(isError)
      if (errors.length < fewest || errors.length * 2 <= lines.length) return []
      const pod = shown(String(observation.params['pod'] ?? 'a pod'))
      const kinds = kindsOf(errors)
      const text = `Most of the newest lines in the log of ${pod} are errors: ${kinds
        .slice(0, inText)
        .map((it) => `“${shown(wordsOf(it))}”`)
        .join('; ')}.`
      const evidence = kinds.map((it) => evidenceOfLine(observation, it, `The log of ${pod} says so.`))
      return [{ category: 'log_errors' as const, service: pod, text, evidence, strength: 0.7 }]
    })

/** Of the hour before the last one that says when it was written; what was not written of late says nothing of now. */
const newestOf = ({ lines }: Observation, now: Date): readonly string[] => {
  const times = lines.map((line) => lineTime(line, now)?.getTime() ?? null)
  const newest = Math.max(...times.filter((it) => it !== null), -Infinity)
  if (newest === -Infinity) return lines
  if (now.getTime() - newest > windowMs) return []
  return lines.filter((_, index) => newest - (times[index] ?? newest) <= windowMs)
}

const isError = (line: string): boolean =>
  /\b(?:ERROR|FATAL|CRITICAL|PANIC|EMERG)\b|\blevel=(?:error|fatal|panic)\b|"(?:level|severity)":\s?"(?:error|fatal|critical)"/i.test(line.slice(0, 200))

/** One line of each kind, the most different first taken. */
const kindsOf = (lines: readonly string[]): string[] => {
  const chosen: string[] = []
  for (const line of lines.toReversed()) {
    if (chosen.length === mostKinds) break
    if (chosen.every((it) => likeness(it, line) < alike)) chosen.push(line)
  }
  return chosen
}

const likeness = (one: string, other: string): number => {
  const [a, b] = [stems(one), stems(other)]
  const shared = [...a].filter((word) => b.has(word)).length
  return shared / Math.max(1, a.size + b.size - shared)
}

const stems = (line: string): Set<string> =>
  new Set(
    line
      .slice(0, 400)
      .toLowerCase()
      .match(/(?<![\w-])[a-z]{3,}(?![\w-])/g) ?? [],
  )

/** Without its time: there is no room for it in a sentence. */
const wordsOf = (line: string): string => line.replace(/^[\d\-/T:.,Z+ ]{19,35}/, '')
