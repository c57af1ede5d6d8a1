/** Experiments whose truth is known: how often does an interval hold it? `evals/intervals.ts` runs them 10,000 times each. */
import { seededRandom } from '../../base/random.ts'
import type { Estimate } from '../../domain/judgement.ts'
import { auroc } from './auroc.ts'
import { bootstrapMean, pairedDifference } from './bootstrap.ts'
import { compare } from './compare.ts'
import { normalQuantile } from './distributions.ts'
import { cohenKappa } from './kappa.ts'
import { predictionPowered } from './ppi.ts'
import { wilson } from './wilson.ts'

export interface Simulation {
  readonly name: string
  readonly truth: number
  /** One experiment: data drawn by `random`, and the interval of it. */
  once(random: () => number): Estimate | null
}

export const coverageOf = ({ truth, once }: Simulation, experiments: number, seed: number): { held: number; of: number } => {
  const random = seededRandom(seed)
  const made = Array.from({ length: experiments }, () => once(random)).filter((it) => it !== null)
  return { held: made.filter(({ low, high }) => low <= truth && truth <= high).length, of: made.length }
}

const repeat = <Value>(count: number, draw: (index: number) => Value): Value[] => Array.from({ length: count }, (_, index) => draw(index))
const hit = (random: () => number, share: number): number => Number(random() < share)
const normal = (random: () => number): number => normalQuantile(random() || 1e-9)
const draws = 1_000
const seedOf = (random: () => number): number => Math.floor(random() * 2 ** 31)

const wilsonOf = (n: number, share: number): Simulation => ({
  name: `Wilson, ${n} items, ${share}`,
  truth: share,
  once: (random) => wilson(repeat(n, () => hit(random, share)).filter(Boolean).length, n),
})

/** Documents of unequal size, each with a difficulty of its own. */
const clusteredOf = (documents: number, meanSize: number): Simulation => ({
  name: `cluster bootstrap, ${documents} documents of ${meanSize}`,
  truth: 0.6,
  once: (random) => {
    const values = repeat(documents, (document) => {
      const share = 0.3 + random() * 0.6
      return repeat(1 + Math.floor(random() * (2 * meanSize - 1)), () => ({ document, value: hit(random, share) }))
    }).flat()
    const of = (index: number): string => String(values[index]!.document)
    return bootstrapMean(
      values.map(({ value }) => value),
      of,
      { draws, seed: seedOf(random) },
    )
  },
})

const pairedOf = (n: number): Simulation => ({
  name: `paired difference, ${n} questions`,
  truth: -0.05,
  once: (random) => {
    const both = repeat(n, () => {
      const share = 0.3 + random() * 0.5
      return { a: hit(random, share - 0.05), b: hit(random, share) }
    })
    return pairedDifference(
      both.map(({ a }) => a),
      both.map(({ b }) => b),
      undefined,
      { draws, seed: seedOf(random) },
    )
  },
})

/** A judge that agrees with people on a share of the items, whatever their label is. */
const kappaOf = (n: number, passes: number, agrees: number): Simulation => {
  const judgePasses = passes * agrees + (1 - passes) * (1 - agrees)
  const byChance = passes * judgePasses + (1 - passes) * (1 - judgePasses)
  return {
    name: `kappa, ${n} items, ${passes} pass, ${agrees} agree`,
    truth: (agrees - byChance) / (1 - byChance),
    once: (random) =>
      cohenKappa(
        repeat(n, () => {
          const label = hit(random, passes)
          return [String(label), String(hit(random, agrees) ? label : 1 - label)] as const
        }),
      ),
  }
}

/** A judge that lets too much pass: biased upwards, kappa 0.61. */
export const biasedJudge = (random: () => number): { people: number; judge: number } => {
  const people = hit(random, 0.7)
  return { people, judge: hit(random, people === 1 ? 0.9 : 0.3) }
}

const ppiOf = (labelled: number, judged: number): Simulation => ({
  name: `PPI, ${labelled} labelled, ${judged} judged by a biased judge`,
  truth: 0.7,
  once: (random) =>
    predictionPowered(
      wilson(repeat(judged, () => biasedJudge(random).judge).filter(Boolean).length, judged),
      repeat(labelled, () => biasedJudge(random)),
    ),
})

/** Labels of another set, of which nearly all pass; the judge errs as seldom here as there. Wilson's intervals are wide for what was never seen. */
const ppiElsewhere = (labelled: number, judged: number, passes: number): Simulation => ({
  name: `PPI, ${labelled} labelled of which 95 % pass, ${judged} judged of which ${passes} pass, by a judge without error`,
  truth: passes,
  once: (random) =>
    predictionPowered(
      wilson(repeat(judged, () => hit(random, passes)).filter(Boolean).length, judged),
      repeat(labelled, () => hit(random, 0.95)).map((label) => ({ people: label, judge: label })),
    ),
})

const aurocOf = (n: number, shift: number, truth: number): Simulation => ({
  name: `AUROC, ${n} items`,
  truth,
  once: (random) => {
    const labels = repeat(n, () => random() < 0.4)
    return auroc(
      labels.map((label) => normal(random) + (label ? shift : 0)),
      labels,
    )
  },
})

export const simulations: readonly Simulation[] = [
  wilsonOf(50, 0.8),
  wilsonOf(200, 0.9),
  clusteredOf(12, 5),
  clusteredOf(40, 5),
  pairedOf(100),
  kappaOf(60, 0.5, 0.8),
  kappaOf(100, 0.85, 0.85),
  kappaOf(300, 0.7, 0.85),
  ppiOf(50, 500),
  ppiOf(100, 1_000),
  ppiOf(40, 20),
  ppiElsewhere(100, 50, 0.5),
  // The chance that one normal variable lies above another, one deviation (two) apart.
  aurocOf(60, 1, 0.76025),
  aurocOf(100, 2, 0.92135),
]

/** Both wrong about as often, on other questions: whatever a gate says then is a false alarm. `changes`: share of questions asked anew. */
export const sameTwice = (random: () => number, questions: number, changes: number): ReturnType<typeof compare> => {
  const before = repeat(questions, () => hit(random, 0.8))
  const after = before.map((value) => (random() < changes ? hit(random, 0.8) : value))
  return compare(after, before)
}

/** Points lost, in the balance: a share of `changes` came out differently, more of them worse than better. */
export const pointsLost = (random: () => number, questions: number, changes: number, lost = 0.03): ReturnType<typeof compare> => {
  const pairs = repeat(questions, () => {
    const drawn = random()
    if (drawn < (changes + lost) / 2) return [0, 1] as const
    return drawn < changes ? ([1, 0] as const) : ([1, 1] as const)
  })
  return compare(
    pairs.map(([after]) => after),
    pairs.map(([, before]) => before),
  )
}
