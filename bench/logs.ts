/** `node bench/logs.ts [ROUNDS]`: lines a second, ours beside drain3 on the same lines, in turns, each with one thread. Machines are noisy: read the ratios, those of the processor's time (in brackets) first. */
import { cpus, loadavg } from 'node:os'
import { drain3Absent, drained } from '../evals/logs/drain3.ts'
import { loghubNames, readLoghub } from '../evals/logs/loghub.ts'
import { redactor } from '../src/guard/redact.ts'
import { readLog } from '../src/logs/read-log.ts'
import { median, printFigures, type Figure } from './figures.ts'
import { variedLog } from './logs/varied-log.ts'

const chunkBytes = 256 * 1024
const rounds = Number(process.argv[2] ?? 3)
const copies = 100
const variedLines = 200_000
const goal = 5

interface Spent {
  readonly seconds: number
  /** Of the processor, with what the collector of garbage did in other threads. */
  readonly busy: number
}

const ours = (text: Buffer): Spent => {
  const [startedAt, before] = [performance.now(), process.cpuUsage()]
  const reader = readLog({ redact: redactor(), now: new Date(), onClusters: () => {} })
  for (let at = 0; at < text.length; at += chunkBytes) reader.push(text.subarray(at, at + chunkBytes))
  reader.finish()
  const { user, system } = process.cpuUsage(before)
  return { seconds: (performance.now() - startedAt) / 1_000, busy: (user + system) / 1e6 }
}

/** Taken in turns, so that a busy minute of the machine is one for both. */
const turnsOf = (text: Buffer): { readonly ours: Spent; readonly theirs: Spent }[] =>
  Array.from({ length: rounds }, () => ({ ours: ours(text), theirs: drained(text) }))

const compared = (name: string, lines: number, turns: readonly { readonly ours: Spent; readonly theirs: Spent }[]): Figure => {
  const perSecond = (of: (turn: (typeof turns)[number]) => number): string => Math.round(lines / median(turns.map(of))).toLocaleString('en')
  const ratio = (of: (spent: Spent) => number): number => median(turns.map((turn) => of(turn.theirs) / of(turn.ours)))
  const clock = ratio(({ seconds }) => seconds)
  const busy = ratio((spent) => spent.busy)
  return {
    name: `${name}, ${lines.toLocaleString('en')} lines`,
    value: `${perSecond((turn) => turn.ours.seconds)} lines/s (${perSecond((turn) => turn.ours.busy)} by processor time)`,
    beside: `drain3 ${perSecond((turn) => turn.theirs.seconds)} (${perSecond((turn) => turn.theirs.busy)}): ${clock.toFixed(1)} times (${busy.toFixed(1)})`,
    goal: { text: `${goal} times by processor time`, met: busy >= goal },
  }
}

const absent = drain3Absent()
if (absent) {
  console.error(absent)
  process.exit(1)
}
process.stderr.write(`${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}, load ${loadavg()[0]!.toFixed(1)}, Node ${process.version}\n`)
const repeated = loghubNames.map((name) => {
  const { raw, events } = readLoghub(name)
  const text = Buffer.concat(Array.from({ length: copies }, () => [raw, ...(raw.at(-1) === 10 ? [] : [Buffer.from('\n')])]).flat())
  return { name, text, lines: events.length * copies }
})
const varied = { name: 'made, 400 kinds', text: Buffer.from(variedLog(1).lines(variedLines)), lines: variedLines }
const measured = [...repeated, varied].map(({ name, text, lines }) => {
  const turns = turnsOf(text)
  printFigures([compared(name, lines, turns)])
  return { lines, turns }
})
const summed = (who: 'ours' | 'theirs', round: number): Spent => ({
  seconds: measured.reduce((sum, { turns }) => sum + turns[round]![who].seconds, 0),
  busy: measured.reduce((sum, { turns }) => sum + turns[round]![who].busy, 0),
})
printFigures([
  compared(
    'all of these',
    measured.reduce((sum, { lines }) => sum + lines, 0),
    Array.from({ length: rounds }, (_, round) => ({ ours: summed('ours', round), theirs: summed('theirs', round) })),
  ),
])
