import { z } from 'zod'
import type { Seen, SeenFact } from '../look.ts'

/** Seconds since 1970, and the number as a text: `NaN`, `+Inf`, `12.5`. */
export const pointSchema = z.tuple([z.number(), z.string()])
export const labelsSchema = z.record(z.string(), z.string())

export const instantSchema = z.union([
  z.object({ resultType: z.literal('vector'), result: z.array(z.object({ metric: labelsSchema, value: pointSchema })) }),
  z.object({ resultType: z.literal('scalar'), result: pointSchema }),
])

export const rangeSchema = z.object({ resultType: z.literal('matrix'), result: z.array(z.object({ metric: labelsSchema, values: z.array(pointSchema) })) })

export type Point = z.output<typeof pointSchema>

const mostSeries = 300
// Evaluations are a few seconds old at most, and clocks differ by little: beyond it the time is told, not believed.
const mostAheadMs = 60_000

/** Null for what is no number: told as such, never as 0. */
export const numberOf = ([, text]: Point): number | null => {
  const value = Number(text)
  return text.trim() !== '' && Number.isFinite(value) ? value : null
}

export const instantFacts = (answer: z.output<typeof instantSchema>, name: string, own: Record<string, string>): Seen => {
  const series = answer.resultType === 'scalar' ? [{ metric: {}, value: answer.result }] : answer.result
  const kept = series.slice(0, mostSeries)
  return {
    facts: [
      { name: 'series', value: series.length, labels: own },
      ...kept.map(({ metric, value }): SeenFact => ({ name, value: numberOf(value), labels: { ...shownLabels(metric), ...own }, at: timeOf(value) })),
    ],
    problem: problems(
      series.length,
      kept.map((it) => it.value),
    ),
  }
}

export const rangeFacts = (answer: z.output<typeof rangeSchema>, own: Record<string, string>): Seen => {
  const series = answer.result
  const kept = series.slice(0, mostSeries).filter((it) => it.values.length > 0)
  return {
    facts: [
      { name: 'series', value: series.length, labels: own },
      ...kept.flatMap(({ metric, values }): SeenFact[] => {
        const labels = { ...shownLabels(metric), ...own }
        const numbers = values.map(numberOf).filter((it) => it !== null)
        const at = timeOf(values.at(-1)!)
        const told = (name: string, value: number | null): SeenFact => ({ name, value, labels, at })
        if (numbers.length === 0) return [told('samples', 0)]
        return [
          told('first_value', numbers[0]!),
          told('last_value', numbers.at(-1)!),
          told('min_value', Math.min(...numbers)),
          told('max_value', Math.max(...numbers)),
          told('mean_value', numbers.reduce((sum, it) => sum + it, 0) / numbers.length),
          told('samples', numbers.length),
        ]
      }),
    ],
    problem: problems(
      series.length,
      kept.flatMap((it) => it.values),
    ),
  }
}

const shownLabels = ({ __name__: metric, ...labels }: Record<string, string>): Record<string, string> => ({
  ...labels,
  ...(metric !== undefined && { metric }),
})

const timeOf = ([seconds]: Point): Date => new Date(Math.min(seconds * 1000, 8.64e15))

const problems = (series: number, points: readonly Point[]): string | null => {
  const told = [
    series === 0 && 'Prometheus knows of no such series now.',
    series > mostSeries && `Prometheus has ${series} such series; the first ${mostSeries} are shown.`,
    points.some((it) => numberOf(it) === null) && 'Some values are no numbers (NaN or infinite).',
    points.some(([seconds]) => seconds * 1000 > Date.now() + mostAheadMs) && 'Some times lie in the future: the clock of Prometheus is wrong, or what it says.',
  ].filter((it) => it !== false)
  return told.join(' ') || null
}
