/**
 * Learns how the scanner weighs what speaks to a model, and its thresholds: node scripts/train-injections.ts
 * Reads the development part of ../shared/data and of our own orders only; what the result is worth stands in evals/guard.ts and evals/LOG.md.
 */
import { writeFileSync } from 'node:fs'
import { seededRandom } from '../src/base/random.ts'
import { scoredUnits } from '../src/guard/scan/scored-units.ts'
import { signalNames, speaksToWriter, type SignalName } from '../src/guard/scan/signals.ts'
import { handbookSentences } from '../evals/guard/handbook-sentences.ts'
import { bipiaAttacks, harmless, ownAttacks } from '../evals/guard/injections.ts'
import { fit, predict, type Row } from './logistic-regression.ts'

// A sign of its own says no harm: an order or a question is what manuals are full of.
const signs = signalNames.map(() => 1)
const random = seededRandom(20)
const part = process.argv.includes('--held-out') ? 'heldOut' : 'dev'

const quiet = harmless().filter((it) => it.part === part)
const benign = quiet.flatMap(({ text, origin }) => scoredUnits(text, 'en').map((unit) => ({ ...unit, text: text.slice(unit.start, unit.end), origin })))
const handbook = handbookSentences()
  .filter((it) => it.part === part)
  .flatMap(({ text, origin }) => scoredUnits(text, 'en').map((unit) => ({ ...unit, text, origin })))
// Each order stands in a passage, as it will.
const attacks = [...bipiaAttacks(), ...ownAttacks()].filter((it) => it.part === part)
const planted = attacks
  .flatMap(({ text, kind }) =>
    [0, 1, 2].map(() => {
      const host = quiet[Math.floor(random() * quiet.length)]!
      const lead = text.split('\n')[0]!
      const units = scoredUnits(`${host.text}\n\n${text}`, 'en').filter(({ start }) => start >= host.text.length)
      const best = units.toSorted((one, other) => other.score - one.score)[0]
      return best ? [{ ...best, text: lead, origin: kind }] : []
    }),
  )
  .flat()

// A task like "Explain photosynthesis." is an order only by standing where it does not belong: let the plain orders tell what an order is.
const isTask = /^text: (?:Information Retrieval|Content Creation|Learning and Tutoring|Language Translation|Programming Help)/
const taskWeight = 0.1
// Few, and of more kinds than the others.
const writtenWeight = 4
// Imperatives, contacts and steps are what a scanner takes for orders; together they weigh a quarter of all other harmless text.
const handbookShare = 0.25

const valuesOf = (signals: Readonly<Record<SignalName, number>>): number[] => signalNames.map((name) => signals[name])
const rows: Row[] = [
  ...benign.map(({ signals }) => ({ values: valuesOf(signals), isPositive: false, weight: 1 / benign.length })),
  ...handbook.map(({ signals }) => ({ values: valuesOf(signals), isPositive: false, weight: handbookShare / handbook.length })),
  ...planted.map(({ signals, origin }) => ({
    values: valuesOf(signals),
    isPositive: true,
    weight: (isTask.test(origin) ? taskWeight : origin === 'written' ? writtenWeight : 1) / planted.length,
  })),
]
const weights = fit(rows, signs)
const round = (value: number): number => Number(value.toFixed(3))
const scoreOf = (signals: Readonly<Record<SignalName, number>>): number => predict(weights, valuesOf(signals))

const scores = [...handbook, ...benign]
  .filter(({ signals }) => speaksToWriter(signals))
  .map(({ signals }) => scoreOf(signals))
  .toSorted((one, other) => other - one)
const aboveAll = (share: number): number => round(Math.min(0.999, (scores[Math.floor((handbook.length + benign.length) * share)] ?? 0.5) + 0.002))
// Three sentences of manuals in two thousand may be lost.
const result = {
  bias: round(weights.at(-1)!),
  ...Object.fromEntries(signalNames.map((name, index) => [name, round(weights[index]!)])),
  order: Math.max(0.5, aboveAll(0.0015)),
  // Whatever has any signal.
  following: round(
    predict(
      weights,
      signalNames.map(() => 0),
    ) + 0.03,
  ),
}
if (part === 'dev') writeFileSync(new URL('../src/guard/scan/injection-weights.json', import.meta.url), `${JSON.stringify(result, null, 2)}\n`)
console.log(part, benign.length, 'harmless units,', handbook.length, 'of handbooks,', planted.length, 'orders', result)
if (process.argv.includes('--show')) {
  for (const threshold of [result.order, result.following]) {
    const missed = planted.filter(({ signals }) => scoreOf(signals) < threshold || !speaksToWriter(signals))
    console.log(`from ${threshold}: found ${planted.length - missed.length} of ${planted.length}`)
    for (const { text, origin, signals } of missed.slice(0, 200))
      console.log('  missed', origin, '|', text.slice(0, 90), '|', signalNames.filter((name) => signals[name]).join())
    const alarms = [...handbook, ...benign].filter(({ signals }) => scoreOf(signals) >= threshold && speaksToWriter(signals))
    console.log(`alarms ${alarms.length}`)
    for (const { text, origin, signals } of alarms.slice(0, 60))
      console.log('  alarm', origin, '|', text.slice(0, 110).replaceAll('\n', ' '), '|', signalNames.filter((name) => signals[name]).join())
  }
}
