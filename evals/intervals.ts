/** How often intervals hold a truth that is known, and how often a gate errs: `node evals/intervals.ts [EXPERIMENTS]`. Minutes of one core. */
import { seededRandom } from '../src/base/random.ts'
import { coverageOf, sameTwice, simulations, pointsLost } from '../src/evaluate/statistics/simulations-for-tests.ts'

const experiments = Number(process.argv[2] ?? 10_000)

console.log(`Intervals of 95 %, ${experiments} experiments each`)
for (const [index, simulation] of simulations.entries()) {
  const { held, of } = coverageOf(simulation, experiments, index + 1)
  console.log(`${((100 * held) / of).toFixed(2).padStart(6)} %  ${simulation.name}`)
}

const gates = Math.max(1, Math.round(experiments / 10))
console.log(`\nVerdict "worse", ${gates} comparisons of 1,000 questions each`)
for (const changes of [0.01, 0.05, 0.2]) report(`nothing lost, ${changes * 100} % of the questions asked anew`, (random) => sameTwice(random, 1_000, changes))
for (const changes of [0.03, 0.05, 0.06, 0.1, 0.2])
  report(`3 points lost, ${changes * 100} % of the answers changed`, (random) => pointsLost(random, 1_000, changes))

function report(name: string, once: (random: () => number) => ReturnType<typeof sameTwice>): void {
  const random = seededRandom(7)
  const worse = Array.from({ length: gates }, () => once(random)).filter(({ verdict }) => verdict === 'worse').length
  console.log(`${((100 * worse) / gates).toFixed(1).padStart(6)} %  ${name}`)
}
