import { wilson } from '../../../src/evaluate/statistics/wilson.ts'
import type { RecordCase } from './case.ts'
import type { Score } from './score-answer.ts'

export interface Result {
  readonly asked: RecordCase
  readonly score: Score
  readonly answer: string
  readonly ms: number
}

export const share = (right: number, of: number): string => {
  const { low, high } = wilson(right, of)
  return `${String(right).padStart(4)} of ${String(of).padStart(4)}  ${of === 0 ? '' : `${((100 * right) / of).toFixed(1)} % (${(100 * low).toFixed(1)}–${(100 * high).toFixed(1)})`}`
}

/** The headline, and a line for each kind with the worst first. */
export const tallied = (results: readonly Result[]): string => {
  const lines = [...Map.groupBy(results, ({ asked }) => asked.voice)].flatMap(([voice, of]) => [voice, ...headline(of).map((line) => `  ${line}`)])
  const kinds = [...Map.groupBy(results, ({ asked }) => `${asked.set} ${asked.kind}`)]
    .map(([kind, of]) => ({ kind, right: of.filter(({ score }) => score.isRight).length, of: of.length }))
    .toSorted((a, b) => a.right / a.of - b.right / b.of)
  return [...lines, '', ...kinds.map(({ kind, right, of }) => `${kind.padEnd(34)} ${share(right, of)}`)].join('\n')
}

const headline = (results: readonly Result[]): string[] => {
  const covered = results.filter(({ asked }) => asked.expect.outcome !== 'refusal')
  const refusals = results.filter(({ asked }) => asked.expect.outcome === 'refusal')
  const count = (some: readonly Result[], isSo: (score: Score) => boolean): number => some.filter(({ score }) => isSo(score)).length
  const times = results.map(({ ms }) => ms).toSorted((a, b) => a - b)
  const at = (part: number): string => `${Math.round(times[Math.min(times.length - 1, Math.floor(part * times.length))] ?? 0)} ms`
  return [
    `answers right and rightly cited   ${share(
      count(covered, ({ isRight }) => isRight),
      covered.length,
    )}`,
    `refusals right                    ${share(
      count(refusals, ({ isRight }) => isRight),
      refusals.length,
    )}`,
    `answers with a wrong figure       ${count(results, ({ wrongFigures }) => wrongFigures.length > 0)} of ${results.length}`,
    `answers with a wrong citation     ${count(results, ({ wrongCitations }) => wrongCitations.length > 0)} of ${results.length}`,
    `answers with somebody else's data ${count(results, ({ leaks }) => leaks.length > 0)} of ${results.length}`,
    `time                              median ${at(0.5)}, 95th ${at(0.95)}, longest ${at(1)}`,
  ]
}
