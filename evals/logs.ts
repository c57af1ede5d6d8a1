/**
 * How well lines of logs are grouped: `node evals/logs.ts`. Ours gets raw lines, one setting for all; drain3 beside it, in the same
 * run, raw lines and bare messages. Then leave-one-out: settings chosen on five logs, the sixth reported, in turn.
 */
import { redactor } from '../src/guard/redact.ts'
import { mergeSettings, type MergeSettings } from '../src/logs/mine/merge-kinds.ts'
import { readLog } from '../src/logs/read-log.ts'
import { drained } from './logs/drain3.ts'
import { groupingFigures, type GroupingFigures } from './logs/figures.ts'
import { loghubNames, readLoghub, type LabelledLog } from './logs/loghub.ts'

const now = new Date('2026-11-23T00:00:00Z')
const percent = (share: number): string => (100 * share).toFixed(2).padStart(6)
const row = (name: string, ...cells: readonly string[]): void => console.log(`| ${name.padEnd(30)} | ${cells.join(' | ')} |`)
const shown = ({ accuracy, groupF1, pairF1 }: GroupingFigures): string => [accuracy, groupF1, pairF1].map(percent).join(' ')
const mean = (figures: readonly GroupingFigures[]): GroupingFigures => ({
  accuracy: figures.reduce((sum, { accuracy }) => sum + accuracy, 0) / figures.length,
  groupF1: figures.reduce((sum, { groupF1 }) => sum + groupF1, 0) / figures.length,
  pairF1: figures.reduce((sum, { pairF1 }) => sum + pairF1, 0) / figures.length,
})

const grouped = ({ raw, events }: LabelledLog, merge: MergeSettings, redact = redactor()): GroupingFigures => {
  const clusters: number[] = []
  const reader = readLog({ redact, now, merge, onClusters: (block) => clusters.push(...block) })
  reader.push(raw)
  const { templateOf } = reader.finish()
  return groupingFigures(clusters.map(templateOf), events)
}
const byDrain = (text: string | Buffer, { events }: LabelledLog): GroupingFigures => groupingFigures(drained(text, { ids: true }).ids, events)

const logs = loghubNames.map(readLoghub)

console.log('Raw lines, one setting. Each: grouping accuracy, F1 of groups (FGA), F1 of pairs, in %\n')
row('log', 'ours, raw lines'.padEnd(20), 'drain3, bare message', 'drain3, raw lines')
const all = logs.map((log) => {
  const ours = grouped(log, mergeSettings)
  const bare = byDrain(`${log.messages.join('\n')}\n`, log)
  const raw = byDrain(log.raw, log)
  row(log.name, shown(ours), shown(bare), shown(raw))
  return { ours, bare, raw }
})
row('mean', shown(mean(all.map(({ ours }) => ours))), shown(mean(all.map(({ bare }) => bare))), shown(mean(all.map(({ raw }) => raw))))

// Ties go to the first of this list: the middle comes before the ends.
const grid = [0.5, 0.4, 0.6].flatMap((similarity) =>
  [5, 4, 6, 3, 7].flatMap((keywords) =>
    [8, 5, 12].flatMap((firstKeywords) => [10, 5, 15].map((capitalKeywords) => ({ similarity, keywords, firstKeywords, capitalKeywords }))),
  ),
)
const unmasked = (text: string) => ({ text, findings: [] })
const tried = grid.map((settings) => ({ settings, figures: logs.map((log) => grouped(log, settings, unmasked)) }))

console.log(`\nLeave-one-out: the best of ${grid.length} settings by the mean of accuracy and F1 of groups on five logs, on the sixth\n`)
row('left out', 'accuracy, F1 groups, pairs', 'similarity, keywords, first, capitals')
const leftOut = logs.map((log, index) => {
  const others = (figures: readonly GroupingFigures[]): number => {
    const { accuracy, groupF1 } = mean(figures.filter((_, other) => other !== index))
    return accuracy + groupF1
  }
  const best = tried.reduce((one, other) => (others(other.figures) > others(one.figures) ? other : one))
  const figures = grouped(log, best.settings)
  row(log.name, shown(figures).padEnd(26), Object.values(best.settings).join(', '))
  return figures
})
row('mean', shown(mean(leftOut)))
const worst = logs.map((log, index) => ({ name: log.name, accuracy: Math.min(...tried.map(({ figures }) => figures[index]!.accuracy)) }))
console.log(`\nWorst accuracy of all ${grid.length} settings: ${worst.map(({ name, accuracy }) => `${name}${percent(accuracy)}`).join(', ')}`)
