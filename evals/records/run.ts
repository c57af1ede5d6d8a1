/**
 * `npm run eval:records -- [--voice dev|dev2…dev7|test2|test3|held-out|test4|conversation] [--set retail|northwind] [--kind status] [--each 8] [--answerer extractive]
 * [--embedder bge-small-en-v1.5] [--data ../shared/data] [--door ask|chat] [--show] [--json FILE]`: asks the running program as customers, and
 * compares with what a script of its own read in the data. `--show` prints what was wrong, and never for the sealed voices: held-out and test4.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { makeQuestions, readWorlds } from './questions/index.mjs'
import type { AskReply, RecordCase } from './score/case.ts'
import { scoreAnswer, type Score } from './score/score-answer.ts'
import { tallied, type Result } from './score/tally.ts'
import { serveRecords, type SetName } from './setting/serve-records.ts'

const { values } = parseArgs({
  options: {
    voice: { type: 'string', default: 'dev' },
    set: { type: 'string' },
    kind: { type: 'string' },
    each: { type: 'string', default: '8' },
    seed: { type: 'string', default: '1' },
    answerer: { type: 'string', default: 'extractive' },
    embedder: { type: 'string', default: 'bge-small-en-v1.5' },
    data: { type: 'string', default: join(import.meta.dirname, '../../../shared/data') },
    door: { type: 'string', default: 'ask' },
    show: { type: 'boolean', default: false },
    json: { type: 'string' },
  },
})

const { data } = values
const worlds = readWorlds(data)
const documents = { retail: readFileSync(join(data, 'tau-retail/policy.md'), 'utf8'), northwind: '' }

/** Nobody who makes the program reads these. */
const isSealed = ({ voice }: RecordCase): boolean => ['held-out', 'test4'].includes(voice)
const isAsked = ({ voice, set, kind }: RecordCase): boolean =>
  values.voice.split(',').includes(voice) && (!values.set || set === values.set) && (!values.kind || values.kind.split(',').includes(kind))
const cases = makeQuestions({ data, each: Number(values.each), seed: Number(values.seed) }).filter(isAsked)
const sets = [...new Set(cases.map(({ set }) => set))] satisfies SetName[]

await using serving = await serveRecords({ data, sets, answerer: values.answerer, embedder: values.embedder })
const put = values.door === 'chat' ? serving.chat : serving.ask

const results: Result[] = []
for (const asked of cases) results.push(await resultOf(asked))

console.log(`${values.answerer}, through ${values.door === 'chat' ? '/v1/chat/completions' : '/ask'}, ${results.length} questions`)
console.log(tallied(results))
if (values.show) for (const result of results) show(result)
if (values.json) writeFileSync(values.json, JSON.stringify(results, null, 1))

async function resultOf(asked: RecordCase): Promise<Result> {
  const world = worlds[asked.set]
  const secrets = world.secrets.filter(({ customer }) => customer !== asked.customer).flatMap((it) => it.secrets)
  const { reply, ms } = await put(asked.set, asked.customer, asked)
  const score = scoreAnswer(asked, reply, world.factsOf(asked.customer), documents[asked.set], secrets)
  const faults = [...score.faults, ...(await twinFaults(asked, reply)), ...(await cardFaults(asked, reply))]
  return { asked, score: { ...score, faults, isRight: score.isRight && faults.length === 0 } satisfies Score, answer: reply.answer, ms }
}

/** Somebody else's id and one that nobody has get the same words. */
async function twinFaults(asked: RecordCase, reply: AskReply): Promise<string[]> {
  const { twin } = asked.expect
  if (!twin) return []
  const other = await put(asked.set, asked.customer, { question: twin.question, history: [] })
  const bare = (text: string, id: string): string => text.replaceAll(id.replace('#', ''), 'ID')
  const isSame =
    bare(reply.answer, twin.of) === bare(other.reply.answer, twin.missing) &&
    JSON.stringify(reply.abstained?.reason) === JSON.stringify(other.reply.abstained?.reason)
  return isSame ? [] : [`not the same as for an id that nobody has: ${other.reply.answer}`]
}

/** The first record that is cited has, for whoever looks it up, the line that is quoted. */
async function cardFaults(asked: RecordCase, { citations }: AskReply): Promise<string[]> {
  const cited = citations.find(({ record }) => record?.id)
  if (!cited) return []
  const { entity, id } = cited.record!
  const card = await serving.card(asked.set, asked.customer, { entity, id: id! })
  return card.split('\n').includes(cited.quote) ? [] : [`the card of ${entity} ${id} has no line "${cited.quote}": ${card.replaceAll('\n', ' ⏎ ')}`]
}

function show({ asked, score, answer }: Result): void {
  if (score.isRight || isSealed(asked)) return
  console.log(`\n${asked.id} (${asked.customer})\n  asked: ${asked.question}\n  got: ${answer.replaceAll('\n', ' ⏎ ')}`)
  for (const fault of [...score.faults, ...score.wrongFigures, ...score.wrongCitations, ...score.leaks.map((it) => `leak: ${it}`)]) console.log(`  - ${fault}`)
}
