/**
 * `npm run eval:quick`: how well passages are found, on questions that no setting was chosen by, in ten sets (retrieval-sets.ts).
 * `--part dev` tells of the other half, which settings are chosen by; `--set NAME` of one set only; `--json` prints the figures for programs.
 */
import { parseArgs } from 'node:util'
import { dataFolder, hasData } from './datasets.ts'
import { openLaboratory } from './open-laboratory.ts'
import { evaluateRetrieval, rankings, type RetrievalReport } from './retrieval.ts'
import { loadRetrievalSets } from './retrieval-sets.ts'

const { values } = parseArgs({ options: { part: { type: 'string', default: 'heldOut' }, set: { type: 'string' }, json: { type: 'boolean', default: false } } })

const percent = (value: number): string => (value * 100).toFixed(1).padStart(5)
const gain = (value: number): string => `${value < 0 ? '' : '+'}${(value * 100).toFixed(1)}`

const print = ({ set, questions, chunks, figures, gains }: RetrievalReport): void => {
  console.log(`\n${set}: ${questions} questions, ${chunks} chunks`)
  console.log('           hit@1  recall@5  nDCG@10  95 % interval')
  for (const ranking of rankings) {
    const { hitAt1, recallAt5, ndcgAt10, interval } = figures[ranking]
    console.log(
      `  ${ranking.padEnd(8)} ${percent(hitAt1)}     ${percent(recallAt5)}    ${percent(ndcgAt10)}  ${percent(interval.low)} to ${percent(interval.high).trim()}`,
    )
  }
  for (const other of ['words', 'vectors'] as const) {
    const { value, low, high } = gains[other]
    console.log(`  hybrid over ${other}: ${gain(value)} (${gain(low)} to ${gain(high)})${low > 0 ? '' : ', may be nothing'}`)
  }
}

/** Above both rankings that it is made of, with intervals that leave nothing out. */
const isAbove = ({ gains }: RetrievalReport): boolean => gains.words.low > 0 && gains.vectors.low > 0

if (!hasData()) {
  console.error(
    `The question sets are not at ${dataFolder.pathname}, so there is nothing to measure. They are not part of the project: evals/datasets.ts says what belongs there.`,
  )
  process.exit(1)
}
const { five, more } = await loadRetrievalSets()
const chosen = [...five, ...more].filter(({ name }) => !values.set || name === values.set)
if (chosen.length === 0) {
  console.error(`There is no set "${values.set}". The sets are ${[...five, ...more].map(({ name }) => name).join(', ')}.`)
  process.exit(1)
}
await using laboratory = await openLaboratory()
const reports: RetrievalReport[] = []
for (const set of chosen) {
  const report = await evaluateRetrieval(laboratory, set, values.part === 'dev' ? 'dev' : 'heldOut')
  reports.push(report)
  if (!values.json) print(report)
}
if (values.json)
  console.log(
    JSON.stringify(
      reports.map(({ figures, ...rest }) => ({
        ...rest,
        figures: Object.fromEntries(Object.entries(figures).map(([name, { perQuestion: _, ...all }]) => [name, all])),
      })),
      null,
      2,
    ),
  )
else if (!values.set) {
  const above = (sets: typeof five): string =>
    `${reports.filter((report) => isAbove(report) && sets.some(({ name }) => name === report.set)).length} of ${sets.length}`
  console.log(
    `\nHybrid above words and above vectors, intervals without zero: ${above(five)} sets; of the others, which are harder or foreign to the model, ${above(more)}.`,
  )
}
