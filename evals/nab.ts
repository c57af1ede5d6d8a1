/**
 * How well deviations are found: `node evals/nab.ts`; `--choose` looks at the choosing half only. Twenty-four metrics of the Numenta Anomaly Benchmark, none of which has a setting of its own.
 * Each detector has one setting: the one that finds most windows on the choosing half at no more than one false alarm a day. Told of the other half.
 */
import { judgeDeviation, type DeviationMemory } from '../src/watch/rules/deviation.ts'
import { ewma, rollingZ, seasonalNaive, type Scores } from './nab/baselines.ts'
import { hasNab, isHeldOut, nabFolder, readSeries, type Series } from './nab/series.ts'
import { judgeFlags, summarise, type Judged, type Summary } from './nab/score.ts'
import { intervalsBySeries } from './nab/intervals.ts'

if (!hasNab()) {
  console.error(`The series are not at ${nabFolder.pathname}, so there is nothing to measure.`)
  process.exit(1)
}

interface Detector {
  readonly name: string
  readonly settings: readonly number[]
  flags(series: Series, setting: number): boolean[]
}

const byScores = (name: string, scores: Scores, settings: readonly number[]): Detector => {
  const kept = new Map<Series, number[]>()
  return {
    name,
    settings,
    flags: (series, setting) => {
      const its = kept.get(series) ?? scores(series)
      kept.set(series, its)
      return its.map((score) => score > setting)
    },
  }
}

const ours: Detector = {
  name: 'deviation (ours)',
  settings: [0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1, 1.5, 2, 3, 5],
  flags: ({ atMs, values }, falseAlarmsPerDay) => {
    let memory: DeviationMemory | null = null
    return values.map((value, index) => {
      const verdict = judgeDeviation({ kind: 'deviation', falseAlarmsPerDay }, memory, { name: 'value', value, atMs: atMs[index]! })
      memory = verdict.memory
      return verdict.wrong !== null
    })
  },
}

const grid = [1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5, 5, 6, 7, 8, 10, 12, 15, 20, 30, 50]
const fixed3Sigma = byScores('rolling z-score, fixed 3 sigma', rollingZ, [3])
const detectors = [
  ours,
  fixed3Sigma,
  byScores('rolling z-score, chosen', rollingZ, grid),
  byScores('seasonal naive, chosen', seasonalNaive, grid),
  byScores('EWMA chart, chosen', ewma, grid),
]

const series = readSeries()
const choosing = series.filter((it) => !isHeldOut(it))
const heldOut = series.filter(isHeldOut)
const judged = (detector: Detector, all: readonly Series[], setting: number): Judged[] => all.map((it) => judgeFlags(it, detector.flags(it, setting)))

/** On the choosing half: most windows at no more false alarms a day than are borne; then the fewest of these. */
const chosen = (detector: Detector, mostFalseAlarms: number): number => {
  const tried = detector.settings.map((setting) => ({ setting, ...summarise(judged(detector, choosing, setting)) }))
  const borne = tried.filter(({ falseAlarmsPerDay }) => falseAlarmsPerDay <= mostFalseAlarms)
  const among = borne.length > 0 ? borne : tried.toSorted((a, b) => a.falseAlarmsPerDay - b.falseAlarmsPerDay).slice(0, 1)
  return among.toSorted((a, b) => b.recall - a.recall || a.falseAlarmsPerDay - b.falseAlarmsPerDay)[0]!.setting
}

const line = (name: string, { recall, precision, falseAlarmsPerDay, nab }: Summary, intervals = ''): string =>
  `${name.padEnd(34)} ${(100 * recall).toFixed(1).padStart(6)} ${(100 * precision).toFixed(1).padStart(9)} ${falseAlarmsPerDay.toFixed(3).padStart(12)} ${nab.toFixed(1).padStart(6)}  ${intervals}`

console.log(`${choosing.length} series to choose by, ${heldOut.length} held out: ${heldOut.map(({ name }) => name.split('/')[1]).join(', ')}`)
for (const mostFalseAlarms of [1, 0.5, 0.1]) {
  console.log(`\nchosen for at most ${mostFalseAlarms} false alarms a day\n${''.padEnd(34)} recall precision  false a day    NAB`)
  for (const detector of detectors) {
    const setting = chosen(detector, mostFalseAlarms)
    console.log(line(`${detector.name} (${setting})`, summarise(judged(detector, choosing, setting)), 'choosing half'))
    if (process.argv.includes('--choose')) continue
    const figures = judged(detector, heldOut, setting)
    console.log(line('  held out', summarise(figures), intervalsBySeries(figures)))
  }
}
