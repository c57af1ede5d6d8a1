import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { openDocumentStore } from '../../src/adapters/postgres/document-store.ts'
import { openMemoryIndex } from '../../src/adapters/search/memory-index.ts'
import { seededRandom } from '../../src/base/random.ts'
import { rankingFigures, type RankingFigures } from '../../src/evaluate/metrics/ranking.ts'
import { trecOrder } from '../../src/evaluate/metrics/trec-order.ts'
import { pipeline, prepare } from '../../src/ingest/prepare.ts'
import { pytrecEval, pytrecEvalMissing, type Table } from '../support/pytrec-eval.ts'
import { openTemporaryPglite } from '../support/stores.ts'

const depths = [1, 3, 5, 10, 100]

/** Ours, and what trec_eval calls it. */
const names = (k: number): [keyof RankingFigures, string][] => [
  ['precision', `P_${k}`],
  ['recall', `recall_${k}`],
  ['hit', `success_${k}`],
  ['reciprocalRank', 'recip_rank'],
  ['averagePrecision', 'map'],
  ['ndcg', `ndcg_cut_${k}`],
]
const measures = ['P', 'recall', 'success', 'ndcg_cut'].map((name) => `${name}.${depths.join(',')}`).concat('recip_rank', 'map')

/** Gives how many rankings were compared: those that pytrec_eval has figures for. */
const compare = (qrels: Table, run: Table): number => {
  const theirs = pytrecEval(qrels, run, measures)
  for (const [query, figures] of Object.entries(theirs)) {
    const ranking = trecOrder(Object.entries(run[query]!).map(([id, score]) => ({ id, score })))
    const grades = new Map(Object.entries(qrels[query]!))
    for (const k of depths) {
      const ours = rankingFigures(ranking, grades, k)
      for (const [name, theirName] of names(k))
        assert.ok(Math.abs(ours[name] - figures[theirName]!) < 1e-9, `${query}: ${theirName} is ${figures[theirName]}, and ours ${ours[name]}`)
    }
  }
  return Object.keys(theirs).length
}

const pick = <Item>(items: readonly Item[], random: () => number): Item => items[Math.floor(random() * items.length)]!

test('6,000 generated rankings have the figures of pytrec_eval', { skip: pytrecEvalMissing }, () => {
  const random = seededRandom(7)
  const ids = Array.from({ length: 140 }, (_, index) => `${pick(['d', 'D', 'ä', '\uffee', '😀', '10'], random)}${index}`)
  const some = (most: number): string[] => Array.from({ length: Math.floor(random() * most) }, () => pick(ids, random))
  // Few scores tie often; the third kind differs only beyond the 32-bit float.
  const scores = [() => Math.floor(random() * 4), () => random() * 30 - 10, () => 1 + Math.floor(random() * 3) * 1e-9]
  const qrels: Table = {}
  const run: Table = {}
  for (let number = 0; number < 6_600; number++) {
    const score = pick(scores, random)
    const isShort = random() < 0.3
    // Not below −1: pytrec_eval dies of a query that has nothing else.
    // Some are judged and not ranked, some ranked and not judged, some empty on a side.
    if (random() > 0.03) qrels[`q${number}`] = Object.fromEntries(some(isShort ? 4 : 40).map((id) => [id, Math.floor(random() * 5) - 1]))
    if (random() > 0.03) run[`q${number}`] = Object.fromEntries(some(isShort ? 8 : 160).map((id) => [id, score()]))
  }
  const compared = compare(qrels, run)
  assert.ok(compared >= 5_000, `only ${compared} were compared`)
})

const xquad = new URL('../../../shared/data/xquad/xquad.en.json', import.meta.url)
const skipReal = pytrecEvalMissing || (existsSync(xquad) ? false : 'no question sets in ../shared')

test('1,190 rankings of our own by words have them too', { skip: skipReal }, async () => {
  interface Paragraph {
    readonly context: string
    readonly qas: readonly { readonly id: string; readonly question: string }[]
  }
  const { data } = JSON.parse(readFileSync(xquad, 'utf8')) as { data: readonly { readonly paragraphs: readonly Paragraph[] }[] }
  const paragraphs = data.flatMap((article) => article.paragraphs)
  await using database = await openTemporaryPglite()
  const store = openDocumentStore(database)
  const index = openMemoryIndex(database)
  try {
    for (const [number, { context }] of paragraphs.entries()) {
      const source = `${number}.txt`
      const parsed = await prepare(Buffer.from(context), { source })
      await store.put({ document: { ...parsed, collection: 'xquad', source, origin: null }, chunks: parsed.chunks!, pipeline, vectors: null })
    }
    const qrels: Table = {}
    const run: Table = {}
    for (const [number, { qas }] of paragraphs.entries()) {
      for (const { id, question } of qas) {
        const { words } = await index.search({ collection: 'xquad', text: question, vector: null, limit: 100 })
        const passages = await store.passages(words.map(({ chunkId }) => chunkId))
        // Its paragraph answers it; the one before, of the same article mostly, is near.
        qrels[id] = { [`${number}.txt`]: 2, [`${number - 1}.txt`]: 1, [`${number + 1}.txt`]: 0 }
        run[id] = Object.fromEntries(passages.map(({ source }, at) => [source, words[at]!.score]).reverse())
      }
    }
    assert.equal(compare(qrels, run), 1_190)
  } finally {
    await index.close()
  }
})
