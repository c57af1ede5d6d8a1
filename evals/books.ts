/**
 * Real questions on real books, asked of the whole program: node evals/books.ts [--part dev] [--show] [--data FOLDER] [--generator local:qwen2.5-coder-1.5b] [--sample 10].
 * Rules are made with the `dev` half in sight; the other half is opened for its figures only. `--data` keeps what was read for the next run.
 */
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { openApp } from '../src/app.ts'
import { drain } from '../src/base/async.ts'
import { sha256 } from '../src/base/id.ts'
import { readConfig } from '../src/config.ts'
import { dataFolder, hasData } from './datasets.ts'
import { bootstrapMean } from '../src/evaluate/statistics/bootstrap.ts'
import { meanOf } from '../src/evaluate/statistics/clusters.ts'

const { values } = parseArgs({
  options: {
    part: { type: 'string', default: 'heldout' },
    generator: { type: 'string', default: 'extractive' },
    sample: { type: 'string', default: '1000' },
    data: { type: 'string' },
    show: { type: 'boolean', default: false },
  },
})
if (!hasData()) {
  console.error(`The books are not at ${dataFolder.pathname}, so there is nothing to measure.`)
  process.exit(1)
}

type Asked = { readonly collection: string; readonly question: string } & (
  | { /** A regular expression for what a right answer holds. */ readonly expect: string }
  | { /** The book does not answer it. */ readonly abstain: true }
)

const folders: Record<string, string> = {
  prometheus: new URL('prometheus-docs/docs', dataFolder).pathname,
  terraform: new URL('terraform-best-practices', dataFolder).pathname,
  answerable: join(import.meta.dirname, '../docs'),
}

const questions = readFileSync(new URL(`books/${values.part === 'dev' ? 'dev' : 'heldout'}.jsonl`, import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Asked)
  .toSorted((one, other) => (sha256(one.question) < sha256(other.question) ? -1 : 1))
  .slice(0, Number(values.sample))

const dataDir = values.data ?? (await mkdtemp(join(tmpdir(), 'answerable-books-')))
const app = await openApp({ config: readConfig({ dataDir, generator: values.generator, logLevel: 'error' }), onLine: () => {}, log: () => {} })
try {
  await app.embedderSettled
  for (const [collection, folder] of Object.entries(folders)) await app.library.ingest([folder], { collection }, () => {})
  const outcomes: ('right' | 'WRONG' | 'abstained')[] = []
  for (const asked of questions) {
    const { question, collection } = asked
    const answer = await drain(app.ask({ text: question, collection, maxTokens: 300, topK: 10, history: [], responseSchema: null }))
    const isRight = 'expect' in asked ? !answer.abstained && new RegExp(asked.expect, 'i').test(answer.text) : answer.abstained !== null
    const outcome = isRight ? 'right' : answer.abstained ? 'abstained' : 'WRONG'
    outcomes.push(outcome)
    if (values.show) {
      console.log(`${outcome}  [${collection}] ${question}\n       ${answer.text.replaceAll('\n', '\n       ')}`)
      console.log(`       ${answer.citations.map(({ source, heading }) => `${source} › ${heading}`).join('; ')}`)
    }
  }
  const share = (outcome: string): string => {
    const ones = outcomes.map((one) => (one === outcome ? 1 : 0))
    const { low, high } = bootstrapMean(ones)
    const percent = (part: number): string => (part * 100).toFixed(0)
    return `${percent(meanOf(ones))} % [${percent(low)} … ${percent(high)}]`
  }
  console.log(
    `${values.part}, ${questions.length} questions: right ${share('right')}, wrong ${share('WRONG')}, abstained though the book answers ${share('abstained')}`,
  )
} finally {
  await app.close()
  if (!values.data) await rm(dataDir, { recursive: true, force: true })
}
