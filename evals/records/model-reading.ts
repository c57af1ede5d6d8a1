/**
 * `node evals/records/model-reading.ts [--model local:qwen2.5-coder-1.5b] [--each 20] [--most 60] [--data ../shared/data] [--json FILE]`: does a
 * model read better what the rules are unsure of? Dev phrasings only. Which these are a stub tells, that is asked for each and reads nothing; then a
 * sample of them, of each kind alike, is asked again with the model. Documents are quoted in both, so that the reading is all that differs.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { startStubModel } from '../../test/support/stub-model/server.ts'
import { makeQuestions, readWorlds } from './questions/index.mjs'
import type { AskReply, RecordCase } from './score/case.ts'
import { scoreAnswer } from './score/score-answer.ts'
import { share } from './score/tally.ts'
import { serveRecords, type ServeOptions, type Serving } from './setting/serve-records.ts'

const { values } = parseArgs({
  options: {
    model: { type: 'string', default: 'local:qwen2.5-coder-1.5b' },
    each: { type: 'string', default: '20' },
    most: { type: 'string', default: '60' },
    data: { type: 'string', default: join(import.meta.dirname, '../../../shared/data') },
    json: { type: 'string' },
  },
})

interface Asked {
  readonly reply: AskReply
  readonly isRight: boolean
  readonly ms: number
}

interface Pair {
  readonly asked: RecordCase
  readonly rules: Asked
  readonly model: Asked
}

const { data } = values
const worlds = readWorlds(data)
const documents = { retail: readFileSync(join(data, 'tau-retail/policy.md'), 'utf8'), northwind: '' }
const settings: ServeOptions = { data, sets: ['retail', 'northwind'], answerer: 'extractive', embedder: 'bge-small-en-v1.5' }

const all = makeQuestions({ data, each: Number(values.each) }).filter(({ voice }) => voice === 'dev')
const unsure = await askUnsure()
console.log(`the rules are unsure of ${unsure.length} of ${all.length}`)
const pairs = await askAgain(sampled(unsure, Number(values.most)))
console.log(tallied(pairs))
if (values.json) writeFileSync(values.json, JSON.stringify(pairs, null, 1))

async function askUnsure(): Promise<Omit<Pair, 'model'>[]> {
  await using stub = await startStubModel()
  stub.set({ say: () => '{}' })
  const env = { OPENAI_BASE_URL: stub.url, OPENAI_API_KEY: 'none', ANSWERABLE_MODEL: 'stub-1', ANSWERABLE_EXTRACT_MODELS: 'openai' }
  await using serving = await serveRecords({ ...settings, env })
  const found: Omit<Pair, 'model'>[] = []
  for (const asked of all) {
    const before = stub.requests.length
    const rules = await ask(serving, asked)
    if (stub.requests.length > before) found.push({ asked, rules })
  }
  return found
}

async function askAgain(sample: readonly Omit<Pair, 'model'>[]): Promise<Pair[]> {
  await using serving = await serveRecords({ ...settings, env: { ANSWERABLE_EXTRACT_MODELS: values.model } })
  const pairs: Pair[] = []
  for (const { asked, rules } of sample) {
    const pair = { asked, rules, model: await ask(serving, asked) }
    pairs.push(pair)
    console.log(lineOf(pair))
  }
  return pairs
}

async function ask(serving: Serving, asked: RecordCase): Promise<Asked> {
  const { reply, ms } = await serving.ask(asked.set, asked.customer, asked)
  const secrets = worlds[asked.set].secrets.filter(({ customer }) => customer !== asked.customer).flatMap((it) => it.secrets)
  const { isRight } = scoreAnswer(asked, reply, worlds[asked.set].factsOf(asked.customer), documents[asked.set], secrets)
  return { reply, isRight, ms }
}

/** The first of each kind, then the second of each, until there are enough. */
function sampled<One extends { readonly asked: RecordCase }>(these: readonly One[], most: number): One[] {
  const kinds = [...Map.groupBy(these, ({ asked }) => `${asked.set} ${asked.kind}`).values()]
  const longest = Math.max(0, ...kinds.map(({ length }) => length))
  return Array.from({ length: longest }, (_, round) => kinds.flatMap((kind) => kind[round] ?? []))
    .flat()
    .slice(0, most)
}

function lineOf({ asked, rules, model }: Pair): string {
  const word = ({ isRight, reply, ms }: Asked): string => `${isRight ? 'right' : 'wrong'} ${outcomeOf(reply)} ${Math.round(ms)} ms`
  return [
    `${asked.set} ${asked.kind}: ${asked.question}`,
    `  rules ${word(rules)}: ${rules.reply.answer.slice(0, 160).replaceAll('\n', ' ')}`,
    `  model ${word(model)} (${model.reply.model}): ${model.reply.answer.slice(0, 160).replaceAll('\n', ' ')}`,
  ].join('\n')
}

/** As what whoever asked saw it. */
function outcomeOf({ model, abstained }: AskReply): string {
  const from = model.startsWith('extractive') ? 'documents' : 'records'
  return abstained ? `${from}: ${abstained.reason}` : from
}

function tallied(pairs: readonly Pair[]): string {
  const line = (name: string, of: readonly Pair[]): string => {
    const count = (isSo: (pair: Pair) => boolean): number => of.filter(isSo).length
    const rules = share(
      count((it) => it.rules.isRight),
      of.length,
    )
    const model = share(
      count((it) => it.model.isRight),
      of.length,
    )
    const changed = `mended ${count((it) => it.model.isRight && !it.rules.isRight)}, spoilt ${count((it) => it.rules.isRight && !it.model.isRight)}`
    return `${name.padEnd(30)} rules ${rules}   model ${model}   ${changed}, another reading ${count((it) => it.model.reply.model !== it.rules.reply.model)}`
  }
  const groups = [...Map.groupBy(pairs, ({ rules }) => outcomeOf(rules.reply))].map(([outcome, of]) => line(`rules: ${outcome}`, of))
  return [line('all', pairs), ...groups].join('\n')
}
