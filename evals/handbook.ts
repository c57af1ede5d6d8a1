/**
 * What the handbook answers a new user, asked of itself: node evals/handbook.ts [--part dev] [--show].
 * Questions were written before the pages; pages are written with the `dev` half in sight, the other half tells how good they are.
 */
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { openApp } from '../src/app.ts'
import { drain } from '../src/base/async.ts'
import { readConfig } from '../src/config.ts'
import { bootstrapMean } from '../src/evaluate/statistics/bootstrap.ts'
import { meanOf } from '../src/evaluate/statistics/clusters.ts'

const { values } = parseArgs({
  options: { part: { type: 'string', default: 'heldout' }, generator: { type: 'string', default: 'extractive' }, show: { type: 'boolean', default: false } },
})

interface Asked {
  readonly question: string
  /** A regular expression for what a right answer holds. */
  readonly expect: string
}

const questions = readFileSync(new URL(`handbook/${values.part === 'dev' ? 'dev' : 'heldout'}.jsonl`, import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Asked)

const dataDir = await mkdtemp(join(tmpdir(), 'answerable-handbook-'))
const app = await openApp({ config: readConfig({ dataDir, generator: values.generator, logLevel: 'error' }), onLine: () => {}, log: () => {} })
try {
  await app.embedderSettled
  await app.library.ingest([join(import.meta.dirname, '../docs')], { collection: 'handbook' }, () => {})
  const rights: number[] = []
  let abstained = 0
  for (const { question, expect } of questions) {
    const answer = await drain(app.ask({ text: question, collection: 'handbook', maxTokens: 300, topK: 10, history: [], responseSchema: null }))
    const isRight = !answer.abstained && new RegExp(expect).test(answer.text)
    if (answer.abstained) abstained++
    rights.push(isRight ? 1 : 0)
    if (values.show || !isRight)
      console.log(
        `${isRight ? 'right' : answer.abstained ? 'abstained' : 'WRONG'}  ${question}\n       ${answer.text.replaceAll('\n', '\n       ')}\n       ${answer.citations.map(({ source, heading }) => `${source} › ${heading}`).join('; ')}`,
      )
  }
  const { low, high } = bootstrapMean(rights)
  const percent = (share: number): string => (share * 100).toFixed(0)
  console.log(`${values.part}: right ${percent(meanOf(rights))} % [${percent(low)} … ${percent(high)}] of ${questions.length}, abstained ${abstained}`)
} finally {
  await app.close()
  await rm(dataDir, { recursive: true, force: true })
}
