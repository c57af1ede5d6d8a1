/**
 * `npm run eval:quick`: how well passages are found, on questions that no setting was chosen by.
 * `--part dev` tells of the other half, which settings are chosen by; `--set NAME` of one set only; `--json` prints the figures for programs.
 */
import { parseArgs } from 'node:util'
import { dataFolder, hasData, loadEvalSets } from './datasets.ts'
import { openLaboratory } from './open-laboratory.ts'
import { evaluateRetrieval, rankings, type RetrievalReport } from './retrieval.ts'

const { values } = parseArgs({ options: { part: { type: 'string', default: 'heldOut' }, set: { type: 'string' }, json: { type: 'boolean', default: false } } })

const percent = (value: number): string => (value * 100).toFixed(1).padStart(5)

const print = ({ set, questions, chunks, figures, chanceOfNoGain }: RetrievalReport): void => {
  console.log(`\n${set}: ${questions} questions, ${chunks} chunks`)
  console.log('           hit@1  recall@5  nDCG@10  95 % interval')
  for (const ranking of rankings) {
    const { hitAt1, recallAt5, ndcgAt10, interval } = figures[ranking]
    console.log(
      `  ${ranking.padEnd(8)} ${percent(hitAt1)}     ${percent(recallAt5)}    ${percent(ndcgAt10)}  ${percent(interval.low)} to ${percent(interval.high).trim()}`,
    )
  }
  console.log(`  chance that hybrid gains nothing: over words ${chanceOfNoGain.words}, over vectors ${chanceOfNoGain.vectors}`)
}

if (!hasData()) {
  console.error(
    `The question sets are not at ${dataFolder.pathname}, so there is nothing to measure. They are not part of the project: evals/datasets.ts says what belongs there.`,
  )
  process.exit(1)
}
await using laboratory = await openLaboratory()
const reports: RetrievalReport[] = []
for (const set of loadEvalSets().filter(({ name }) => !values.set || name === values.set)) {
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
