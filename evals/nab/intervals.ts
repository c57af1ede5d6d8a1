import { seededRandom } from '../../src/base/random.ts'
import { summarise, type Judged } from './score.ts'

/** Recall and false alarms a day with 95 % intervals: whole series drawn anew (percentiles of 2,000 draws). */
export const intervalsBySeries = (all: readonly Judged[]): string => {
  const random = seededRandom(1)
  const draws = Array.from({ length: 2000 }, () => summarise(all.map(() => all[Math.floor(random() * all.length)]!)))
  const interval = (values: readonly number[], scale: number, digits: number): string => {
    const sorted = values.toSorted((a, b) => a - b)
    return `[${(scale * sorted[49]!).toFixed(digits)} … ${(scale * sorted[1949]!).toFixed(digits)}]`
  }
  return `recall ${interval(
    draws.map(({ recall }) => recall),
    100,
    1,
  )}, false a day ${interval(
    draws.map(({ falseAlarmsPerDay }) => falseAlarmsPerDay),
    1,
    2,
  )}`
}
