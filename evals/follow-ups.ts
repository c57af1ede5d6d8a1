/**
 * Is the document that answers a follow-up among the first three passages? For the question as asked, with all turns before it joined,
 * and made to stand alone: node evals/follow-ups.ts [--part dev] [--generator local:qwen2.5-coder-0.5b] [--sample 20] [--show]
 */
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { condenseByModel } from '../src/answer/follow-up/condense-model.ts'
import { condenseByWords } from '../src/answer/follow-up/condense-words.ts'
import { readPrompts } from '../src/app/read-prompt.ts'
import { sha256 } from '../src/base/id.ts'
import type { Message } from '../src/domain/model.ts'
import { mergedRetrieval } from '../src/retrieve/merged-retrieval.ts'
import { retrieval } from '../src/retrieve/retrieve.ts'
import { dataFolder, hasData, type EvalSet } from './datasets.ts'
import { openLaboratory } from './open-laboratory.ts'
import { openLocalGenerator } from './open-local-generator.ts'

const { values } = parseArgs({
  options: {
    part: { type: 'string', default: 'heldOut' },
    generator: { type: 'string' },
    sample: { type: 'string', default: '1000' },
    show: { type: 'boolean', default: false },
  },
})
if (!hasData()) {
  console.error(`The documents are not at ${dataFolder.pathname}, so there is nothing to measure.`)
  process.exit(1)
}

interface Row {
  readonly id: string
  readonly collection: string
  readonly turns: readonly string[]
  readonly question: string
  readonly sources: readonly string[]
}

const folders: Record<string, string> = { 'prometheus-docs': 'prometheus-docs/docs', 'terraform-best-practices': 'terraform-best-practices' }

const documentsOf = (collection: string): EvalSet => {
  const folder = new URL(`${folders[collection]}/`, dataFolder).pathname
  const sources = globSync('**/*.md', { cwd: folder }).filter((source) => readFileSync(join(folder, source), 'utf8').trim() !== '')
  return {
    name: collection,
    target: 'passage',
    questions: [],
    documents: sources.map((source) => ({ source, title: '', text: readFileSync(join(folder, source), 'utf8') })),
  }
}

const historyOf = ({ turns }: Row): Message[] => turns.map((content, index) => ({ role: index % 2 === 0 ? 'user' : 'assistant', content }))
const partOf = ({ id }: Row): string => (Number.parseInt(sha256(`follow-up ${id}`).slice(0, 8), 16) % 2 === 0 ? 'dev' : 'heldOut')

const rows = readFileSync(new URL('followups/follow-ups.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Row)
  .filter((row) => partOf(row) === values.part)
  .slice(0, Number(values.sample))

await using laboratory = await openLaboratory()
for (const collection of new Set(rows.map((row) => row.collection))) await laboratory.ingest(documentsOf(collection))
const { embedder, index, store } = laboratory
const retrieve = mergedRetrieval(
  retrieval({ embedder: () => embedder, index, store, now: () => performance.now() }),
  async (id, version) => (await store.get(id, version))?.text ?? null,
)

const isFound = async (text: string, { collection, sources }: Row): Promise<boolean> => {
  const { passages } = await retrieve({ text, collection, limit: 3 })
  return passages.some(({ source }) => sources.includes(source))
}

const generator = values.generator ? await openLocalGenerator(values.generator) : null
const template = readPrompts(join(import.meta.dirname, '../prompts')).condense
let refused = 0
const byModel = async (row: Row): Promise<string> => {
  const run = {
    parts: {
      clock: () => performance.now(),
      limits: { retrieveTimeoutMs: 10_000, firstTokenTimeoutMs: 120_000, idleTimeoutMs: 60_000, totalTimeoutMs: 300_000 },
    },
    started: performance.now(),
    signal: new AbortController().signal,
  }
  const { standing, refused: why } = await condenseByModel(row.question, historyOf(row), {
    model: { generator: generator!, temperature: 0, maxTokens: 128 },
    template,
    run,
  })
  if (standing === null) refused++
  if (values.show && why) console.log(`    ${why}`)
  return standing ?? condenseByWords(row.question, historyOf(row))
}

const ways: Record<string, (row: Row) => string | Promise<string>> = {
  'as asked': ({ question }) => question,
  'turns joined': ({ turns, question }) => [...turns.filter((_, at) => at % 2 === 0), question].join(' ').slice(0, 1000),
  'by words': (row) => condenseByWords(row.question, historyOf(row)),
  ...(generator && { [`by ${values.generator}`]: byModel }),
}

const found: Record<string, number> = {}
for (const row of rows) {
  for (const [way, make] of Object.entries(ways)) {
    const text = await make(row)
    const hit = await isFound(text, row)
    found[way] = (found[way] ?? 0) + Number(hit)
    if (values.show && way.startsWith('by')) console.log(`${hit ? ' ' : '✗'} ${row.turns.at(-2)} | ${row.question} → ${text}`)
  }
}
console.log(`\n${values.part}: the right document among the first three passages, of ${rows.length} follow-ups`)
for (const [way, count] of Object.entries(found)) console.log(`  ${way.padEnd(28)} ${count}  ${((100 * count) / rows.length).toFixed(1)} %`)
if (generator) console.log(`  ${refused} of the model's versions were refused by the check`)
await generator?.close()
