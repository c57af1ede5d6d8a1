import assert from 'node:assert/strict'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { startEmbeddingsServer } from '../support/embeddings-server.ts'
import { run, serve, start, workplace, type Server, type Workplace } from '../support/program.ts'
import { pytrecEval, pytrecEvalMissing, type Table } from '../support/pytrec-eval.ts'

const lines = (...values: readonly unknown[]): string => values.map((value) => `${JSON.stringify(value)}\n`).join('')

const animals = {
  'corpus.jsonl': lines(
    { _id: 'cats', title: 'Cats', text: 'Cats sleep sixteen hours a day and hunt at dusk.' },
    { _id: 'dogs', title: 'Dogs', text: 'Dogs sleep twelve hours a day and guard the house.' },
    { _id: 'owls', title: '', text: 'Owls hunt at night. They sleep when the sun is up.' },
    { _id: 'blank', title: '', text: ' ' },
  ),
  'queries.jsonl': lines(
    { _id: 'q1', text: 'Who guards the house?' },
    { _id: 'q2', text: 'Which animals hunt at dusk or at night?' },
    { _id: 'q3', text: 'How deep is the sea?' },
    { _id: 'q4', text: 'Asked in another split' },
  ),
  'qrels/test.tsv': 'query-id\tcorpus-id\tscore\nq1\tdogs\t1\nq2\towls\t2\nq2\tcats\t1\nq2\tdogs\t0\nq3\tcats\t0\n',
}

interface Report {
  collection: string
  questions: number
  documents: number
  rankings: { ranking: string; metrics: { name: string; value: number; low: number; high: number }[] }[]
  comparisons: { against: string; difference: { value: number } }[]
  approximate: unknown
  run_files: string[]
  notes: string[]
}

const evaluate = async (words: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Report> => {
  const ran = await run(['eval', 'retrieval', ...words, '--json'], env)
  assert.equal(ran.code, 0, ran.stderr)
  return JSON.parse(ran.stdout) as Report
}

const figure = (report: Report, name: string, ranking = report.rankings[0]!.ranking): number =>
  report.rankings.find((it) => it.ranking === ranking)!.metrics.find((metric) => metric.name === name)!.value

test('a BEIR folder is ranked in a collection of its own, which is used again, and goes when the corpus has changed', async () => {
  using place = workplace(animals)
  const words = [place.documents, '--data', place.data]
  const first = await evaluate(words)
  assert.match(first.collection, /^eval-documents-[0-9a-f]{8}$/)
  assert.deepEqual([first.questions, first.documents, first.approximate], [2, 3, null])
  assert.deepEqual(first.rankings.map(({ ranking }) => ranking), ['words']) // prettier-ignore
  assert.equal(figure(first, 'hit@1'), 1)
  assert.equal(figure(first, 'recall@10'), 1)
  assert.ok(Math.abs(figure(first, 'precision@10') - (1 + 2) / 2 / 10) < 1e-9)
  assert.match(first.notes.join('\n'), /1 document has no text[\s\S]*No document is relevant for 1 question \("q3"\)[\s\S]*no embedding model, so words alone/)

  const listed = async (collection: string): Promise<string[]> => {
    const ran = await run(['documents', 'list', '--collection', collection, '--data', place.data, '--json'])
    return (JSON.parse(ran.stdout) as { documents: { document_id: string }[] }).documents.map(({ document_id }) => document_id)
  }
  const ids = await listed(first.collection)
  assert.deepEqual((await evaluate(words)).rankings, first.rankings)
  assert.deepEqual(await listed(first.collection), ids, 'nothing was stored again')

  writeFileSync(join(place.documents, 'corpus.jsonl'), animals['corpus.jsonl'].replace('at dusk', 'in the morning'))
  const kept = await evaluate([...words, '--keep'])
  assert.notEqual(kept.collection, first.collection)
  assert.equal((await listed(first.collection)).length, 3)
  const third = await evaluate(words)
  assert.match(third.notes.join('\n'), new RegExp(`"${first.collection}" of an earlier state of this data set was removed`))
  assert.deepEqual([(await listed(first.collection)).length, (await listed(kept.collection)).length], [0, 3])
})

test('vectors and both together are compared, and the run files read to the same figures', { skip: pytrecEvalMissing }, async () => {
  using place = workplace(animals)
  await using embeddings = await startEmbeddingsServer()
  const env = { ANSWERABLE_EMBEDDER: 'openai', ANSWERABLE_EMBEDDER_BASE_URL: embeddings.baseUrl, ANSWERABLE_EMBEDDER_API_KEY: 'k' }
  const report = await evaluate([place.documents, '--data', place.data, '--k', '2', '--run', join(place.home, 'animals.trec')], env)
  assert.deepEqual(report.comparisons.map(({ against }) => against), ['words', 'vectors']) // prettier-ignore
  const qrels: Table = { q1: { dogs: 1 }, q2: { owls: 2, cats: 1, dogs: 0 } }
  for (const [index, { ranking }] of report.rankings.entries()) {
    const theirs = Object.values(pytrecEval(qrels, report.run_files[index]!, ['ndcg_cut.2', 'map']))
    for (const [name, theirName] of [
      ['ndcg@2', 'ndcg_cut_2'],
      ['map', 'map'],
    ] as const)
      // prettier-ignore
      assert.ok(Math.abs(figure(report, name, ranking) - theirs.reduce((sum, one) => sum + one[theirName]!, 0) / theirs.length) < 1e-9, `${ranking} ${name}`)
  }
  const shown = await run(['eval', 'retrieval', place.documents, '--data', place.data], env)
  assert.match(shown.stdout, /hybrid +words +vectors\nndcg@10 +0\.\d{3} \[[\s\S]*hybrid − vectors +ndcg@10/)
  assert.match((await run(['doctor', '--data', place.data], env)).stdout, /^Vectors +compared exactly$/m)
})

test('an evaluation that was killed while it stored its corpus goes on where it stopped', async () => {
  const corpus = Array.from({ length: 40 }, (_, number) => ({ _id: `d${number}`, text: `Animal number ${number} sleeps ${number} hours a day.` }))
  using place = workplace({
    'corpus.jsonl': lines(...corpus),
    'queries.jsonl': lines({ _id: 'q', text: 'Which animal sleeps 17 hours?' }),
    'qrels/test.tsv': 'q\td17\t1\n',
  })
  await using embeddings = await startEmbeddingsServer()
  embeddings.delayMs = 50
  const env = { ANSWERABLE_EMBEDDER: 'openai', ANSWERABLE_EMBEDDER_BASE_URL: embeddings.baseUrl, ANSWERABLE_EMBEDDER_API_KEY: 'k' }
  const embedded = (): number => embeddings.asked.filter(({ input }) => input.some((text) => text.includes('Animal number'))).length
  {
    await using killed = start(['eval', 'retrieval', place.documents, '--data', place.data], { env })
    while (embedded() < 15) await new Promise((resolve) => setTimeout(resolve, 20))
    await killed.stop('SIGKILL')
  }
  const before = embedded()
  const report = await evaluate([place.documents, '--data', place.data, '--rankings', 'words'], env)
  assert.deepEqual([report.documents, figure(report, 'hit@1')], [40, 1])
  // Of those that were embedded before, four at most were still to be stored.
  assert.ok(embedded() - before <= 40 - before + 4, `${embedded() - before} after ${before}`)
})

test('questions with spans are ranked by chunks and counted by tokens', async () => {
  const text = '# Locks\n\nThe lock expires after 30 seconds. It is renewed by a heartbeat.\n\n# Keys\n\nA key is replaced every 90 days.\n'
  using place = workplace({
    'corpora/guide.md': text,
    'questions.jsonl': lines(
      { question: 'When does the lock expire?', evidence: [{ source: 'guide.md', text: 'The lock expires after 30 seconds.' }] },
      { id: 'keys', question: 'How often is a key replaced?', evidence: [{ source: 'guide', start: text.indexOf('A key'), end: text.indexOf('days.') + 5 }] },
    ),
  })
  const report = await evaluate([place.documents, '--data', place.data, '--k', '1'])
  assert.equal(figure(report, 'token_recall@1'), 1)
  assert.ok(figure(report, 'token_precision@1') > 0.2 && figure(report, 'token_precision@1') < 1)
})

const chunkingEvaluation = join(import.meta.dirname, '../../../shared/data/chunking-evaluation')

test('chunking-evaluation is read as it is published', { skip: existsSync(chunkingEvaluation) ? false : 'no question sets in ../shared' }, async () => {
  using place = workplace({})
  const report = await evaluate([chunkingEvaluation, '--data', place.data, '--rankings', 'words', '--limit', '60', '--k', '5'])
  assert.deepEqual([report.questions, report.documents], [60, 5])
  // By words alone 0.72 … 0.92 of the evidence of all 472 questions is found.
  assert.ok(figure(report, 'token_recall@5') > 0.6, String(figure(report, 'token_recall@5')))
})

test('judgements in the form of TREC ask a collection of the user, and leave it as it is', async () => {
  using place = workplace({
    'notes/cats.md': 'Cats sleep sixteen hours.',
    'notes/dogs.md': 'Dogs guard the house.',
    'asked/topics.tsv': '1\tWho guards?\n2\tWho sleeps sixteen hours?\n',
    'asked/notes.qrels': '1 0 dogs.md 1\n2 0 cats.md 1\n2 0 dogs.md 0\n',
    'asked/qrels/test.tsv': '1\tdogs.md\t1\n',
    'asked/queries.jsonl': lines({ _id: '1', text: 'Who guards?' }),
    'asked/spans.jsonl': lines({ question: 'Who guards?', evidence: [{ source: 'dogs', text: 'guard the house' }] }),
  })
  await run(['ingest', join(place.documents, 'notes'), '--collection', 'notes', '--data', place.data])
  const asked = join(place.documents, 'asked')
  const words = [join(asked, 'notes.qrels'), '--queries', join(asked, 'topics.tsv'), '--collection', 'notes', '--data', place.data]
  const report = await evaluate([...words, '--rankings', 'words', '--run', join(place.home, 'notes.trec')])
  assert.deepEqual([report.collection, report.documents, figure(report, 'mrr')], ['notes', 2, 1])
  assert.match(readFileSync(join(place.home, 'notes.trec'), 'utf8'), /^1 Q0 dogs\.md 1 \S+ answerable-words\n/)
  for (const dataset of [asked, join(asked, 'spans.jsonl')]) {
    const same = await evaluate([dataset, '--collection', 'notes', '--data', place.data])
    assert.deepEqual([same.collection, same.questions, figure(same, 'hit@1')], ['notes', 1, 1])
  }
  const status = JSON.parse((await run(['doctor', '--json', '--data', place.data])).stdout) as { collections: unknown[] }
  assert.deepEqual(status.collections, [{ name: 'notes', documents: 2, chunks: 2 }])
})

interface Fault {
  readonly what: string
  /** Files that differ from the good set; null for one that is missing. */
  readonly files: Readonly<Record<string, string | Uint8Array | null>>
  readonly sentence: RegExp
  readonly words?: readonly string[]
}

const spans = (evidence: unknown): Fault['files'] => ({
  'corpus.jsonl': null,
  'corpora/a.md': 'Cats sleep. Dogs bark. Cats sleep.',
  'questions.jsonl': lines({ question: 'Who barks?', evidence }),
})
const table = (rows: string): Fault['files'] => ({ ...spans([]), 'questions.jsonl': null, 'questions_df.csv': rows })

const faults: readonly Fault[] = [
  { what: 'a line that is no JSON', files: { 'corpus.jsonl': '{"_id": "a", "text": "x"}\n{"_id": \n' }, sentence: /corpus\.jsonl:2: This line is no JSON/ },
  { what: 'a document without text field', files: { 'corpus.jsonl': '\n{"_id": "a"}\n' }, sentence: /corpus\.jsonl:2: "text" is missing/ },
  {
    what: 'a document that stands there twice',
    files: { 'corpus.jsonl': `${animals['corpus.jsonl']}{"_id":"cats","text":"x"}\n` },
    sentence: /corpus\.jsonl:5: The document id "cats" stands there twice/,
  },
  { what: 'an empty corpus', files: { 'corpus.jsonl': '' }, sentence: /corpus\.jsonl:1: The corpus holds no document with a text/ },
  {
    what: 'a corpus without any text',
    files: { 'corpus.jsonl': '{"_id":"cats","text":""}\n' },
    sentence: /corpus\.jsonl:1: The corpus holds no document with a text/,
  },
  {
    what: 'a file that is not in UTF-8',
    files: { 'corpus.jsonl': Buffer.from('{"_id":"a","text":"x"}\n{"_id":"b","text":"caf\xe9"}\n', 'latin1') },
    sentence: /corpus\.jsonl:2: This line is not in UTF-8/,
  },
  { what: 'questions that are missing', files: { 'queries.jsonl': null }, sentence: /There is no "[^"]*queries\.jsonl"/ },
  {
    what: 'a question that stands there twice',
    files: { 'queries.jsonl': `${animals['queries.jsonl']}{"_id":"q1","text":"x"}\n` },
    sentence: /queries\.jsonl:5: The question id "q1" stands there twice/,
  },
  { what: 'a question without words', files: { 'queries.jsonl': '{"_id":"q1","text":"  "}\n' }, sentence: /queries\.jsonl:1: The question "q1" has no text/ },
  { what: 'a split that is not there', files: {}, words: ['--split', 'train'], sentence: /There is no qrels\/train\.tsv[^]*Choose with --split: test/ },
  {
    what: 'a judged document that is unknown',
    files: { 'qrels/test.tsv': 'q1\tdogs\t1\nq1\tmice\t1\n' },
    sentence: /test\.tsv:2: The document "mice" is judged, and the corpus does not have it/,
  },
  {
    what: 'a judged question that is unknown',
    files: { 'qrels/test.tsv': 'q9\tdogs\t1\n' },
    sentence: /test\.tsv:1: The question "q9" is judged, and no file of questions has it/,
  },
  {
    what: 'two judgements that differ',
    files: { 'qrels/test.tsv': 'q1\tdogs\t1\nq1\tdogs\t0\n' },
    sentence: /test\.tsv:2: "dogs" is judged twice for "q1", as 1 and as 0/,
  },
  { what: 'a grade that is no number', files: { 'qrels/test.tsv': 'h\th\th\nq1\tdogs\thigh\n' }, sentence: /test\.tsv:2: The grade "high" is no whole number/ },
  {
    what: 'a judgement of two columns',
    files: { 'qrels/test.tsv': 'q1\tdogs\n' },
    sentence: /test\.tsv:1: A judgement has 3 columns .* or 4 .*; this line has 2/,
  },
  {
    what: 'judgements of which none finds anything relevant',
    files: { 'qrels/test.tsv': 'q1\tdogs\t0\n' },
    sentence: /test\.tsv:1: For no question is any document relevant/,
  },
  { what: 'no judgement at all', files: { 'qrels/test.tsv': 'query-id\tcorpus-id\tscore\n' }, sentence: /test\.tsv:1: The file holds no judgement/ },
  { what: 'a folder that is no data set', files: { 'corpus.jsonl': null }, sentence: /is no data set: a BEIR folder holds corpus\.jsonl/ },
  {
    what: 'evidence that is not at its place',
    files: spans([{ source: 'a.md', start: 0, end: 4, text: 'Dogs' }]),
    sentence: /questions\.jsonl:1: "Dogs" is not what stands from 0 to 4 in "a\.md": "Cats" is/,
  },
  {
    what: 'evidence before the text begins',
    files: spans([{ source: 'a.md', start: -3, end: 4 }]),
    sentence: /questions\.jsonl:1: The evidence lies from -3 to 4/,
  },
  {
    what: 'evidence that stands there twice',
    files: spans([{ source: 'a.md', text: 'Cats sleep.' }]),
    sentence: /questions\.jsonl:1: "Cats sleep\." stands in "a\.md" more than once/,
  },
  {
    what: 'evidence in a document that is not there',
    files: spans([{ source: 'b.md', text: 'Dogs' }]),
    sentence: /questions\.jsonl:1: The evidence lies in "b\.md", and the corpus has no such document/,
  },
  { what: 'a table without its columns', files: table('question,answer\nWho?,me\n'), sentence: /questions_df\.csv:1: The first line must name the columns/ },
  {
    what: 'a table with a broken list',
    files: table('question,references,corpus_id\n"Who\nbarks?",[],a\nWho?,[{],a\n'),
    sentence: /questions_df\.csv:4: This line is no JSON/,
  },
  {
    what: 'a place for the run file that cannot be',
    files: {},
    words: ['--run', '/nowhere/at/all.trec'],
    sentence: /The run file "\/nowhere\/at\/all\.trec" cannot be written/,
  },
  { what: 'a ranking that is none', files: {}, words: ['--rankings', 'words,luck'], sentence: /must be words, vectors or hybrid/ },
  { what: 'a ranking that needs a model', files: {}, words: ['--rankings', 'vectors'], sentence: /no embedding model, so only words can rank/ },
]

// One server owns the data, so that each of many commands starts quickly.
let place: Workplace
let server: Server
before(async () => {
  place = workplace({})
  server = await serve(['--data', place.data])
})
after(async () => {
  await server.stop()
  place[Symbol.dispose]()
})

for (const { what, files, sentence, words = [] } of faults) {
  test(`${what} is told in one sentence, and gives no figure`, async () => {
    const all = Object.entries({ ...animals, ...files }).flatMap(([name, content]) => (content === null ? [] : [[name, content] as const]))
    using set = workplace(Object.fromEntries(all))
    const ran = await run(['eval', 'retrieval', set.documents, '--data', place.data, ...words])
    assert.notEqual(ran.code, 0)
    assert.equal(ran.stdout, '')
    assert.match(ran.stderr, sentence)
    assert.doesNotMatch(ran.stderr, /\n\s+at /, 'a stack trace is no sentence')
  })
}

test('a collection that holds a document of a person is never filled or removed by an evaluation', async () => {
  using set = workplace(animals)
  const { collection } = await evaluate([set.documents, '--data', place.data])
  const mine = { source: 'mine.md', text: 'My own note.', collection }
  await fetch(`${server.url}/documents`, { method: 'PUT', headers: { 'content-type': 'application/json' }, body: JSON.stringify(mine) })
  const again = await run(['eval', 'retrieval', set.documents, '--data', place.data])
  assert.match(again.stderr, /holds "mine\.md", which no evaluation put there/)
  writeFileSync(join(set.documents, 'corpus.jsonl'), animals['corpus.jsonl'].replace('at dusk', 'at noon'))
  const other = await evaluate([set.documents, '--data', place.data])
  assert.notEqual(other.collection, collection)
  const kept = await (await fetch(`${server.url}/documents?collection=${collection}`)).json()
  assert.equal((kept as { documents: unknown[] }).documents.length, 4)
})
