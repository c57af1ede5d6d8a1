import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { readSuiteFile } from '../../src/app/evaluation/read-suite-file.ts'
import { run, workplace, type Ran, type Workplace } from '../support/program.ts'
import { startStubModel, type StubModel } from '../support/stub-model/server.ts'

// The same text in every file: whichever passage comes next, what the stub writes is about it.
const text = '# Walrus\n\nThe walrus service listens on port 9443.\n\nThe signing key of the walrus service is rotated every 42 days.\n'
const files = Object.fromEntries(Array.from({ length: 9 }, (_, index) => [`walrus-${index}.md`, text]))

const said = {
  port: { sentence: 1, answer: 'port 9443', question: 'Which port does the walrus service listen on?' },
  key: { sentence: 2, answer: 'every 42 days', question: 'How often does Norrholm rotate the signing key of the walrus service?' },
  again: { sentence: 1, answer: '9443', question: 'On which port does the walrus service listen?' },
  nowhere: { sentence: 7, answer: '9443', question: 'Which port does the walrus service listen on today?' },
  wrong: { sentence: 1, answer: 'port 8080', question: 'Which port does the walrus service use?' },
  leaning: { sentence: 1, answer: '9443', question: 'Which port is given in this document about the walrus?' },
}

let place: Workplace
let stub: StubModel
before(async () => {
  place = workplace(files)
  stub = await startStubModel({ mode: 'honest', models: ['stub-model'] })
  await run(['ingest', place.documents, '--data', place.data])
})
after(async () => {
  await stub?.close()
  place?.[Symbol.dispose]()
})

const generate = (...words: string[]): Promise<Ran> =>
  run(['eval', 'generate', '--data', place.data, ...words], {
    ANSWERABLE_CREATIVE_MODELS: 'compatible:stub-model',
    OPENAI_BASE_URL: stub.url,
    OPENAI_API_KEY: 'sk-test',
  })

test('what holds is kept with its exact source, what does not is counted with its reason, and the suite is one that can be run', async () => {
  stub.set({ texts: ['no JSON at all', ...[said.nowhere, said.port, said.again, said.wrong, said.leaning, said.key].map((it) => JSON.stringify(it))] })
  const out = join(place.home, 'generated.yaml')
  const { code, stdout, stderr } = await generate('--count', '2', '--unanswerable', '2', '--out', out, '--json')
  assert.equal(code, 0, stderr)
  const { questions, unanswerable, refused, asked, why, file } = JSON.parse(stdout)
  assert.deepEqual([questions.length, asked, why, file], [2, 7, null, out])
  assert.deepEqual(Object.fromEntries(refused.map((it: { reason: string; count: number }) => [it.reason, it.count])), {
    'what the model wrote cannot be read as a question': 1,
    'it names no sentence of the passage': 1,
    'it was asked already': 1,
    'the answer is not in the sentence that it names': 1,
    'the question cannot be understood without the text': 1,
  })

  const suite = await readSuiteFile(out)
  assert.deepEqual(
    suite.cases.map((it) => [it.origin, it.question, it.reference, it.mustAbstain, it.tags]),
    [
      ['generated', said.port.question, 'port 9443', false, []],
      ['generated', said.key.question, 'every 42 days', false, []],
      ['generated', unanswerable[0].question, null, true, ['unanswerable', 'name swapped']],
    ],
  )
  assert.match(unanswerable[0].question, /^How often does (?!Norrholm)\p{Lu}\p{Ll}+ rotate the signing key/u)
  for (const it of suite.cases.slice(0, 2) as unknown as readonly { quotes: readonly { text: string; source: string; start: number; end: number }[] }[]) {
    const [quote] = it.quotes
    assert.equal(text.slice(quote!.start, quote!.end), quote!.text)
    assert.match(quote!.source, /^walrus-\d\.md$/)
  }
  assert.match(readFileSync(out, 'utf8'), /^# Test questions made from the documents of "default" by stub-model, prompt test-question\.v1, seed 1\.$/m)
})

test('without a file the suite is printed, and nothing else', async () => {
  stub.set({ text: JSON.stringify(said.port) })
  const { code, stdout } = await generate('--count', '1')
  assert.equal(code, 0)
  assert.match(stdout, /^# Test questions made/)
  assert.match(stdout, /question: Which port does the walrus service listen on\?/)
})

test('a model that writes nothing good, fails, or hides behind the same question leaves what there is and says why', async () => {
  stub.set({ text: JSON.stringify(said.port) })
  const few = await generate('--count', '5', '--json')
  assert.equal(few.code, 1)
  assert.match(JSON.parse(few.stdout).why, /^There are no more passages/)
  assert.equal(JSON.parse(few.stdout).questions.length, 1)

  stub.set({ mode: 'faulty', fault: { kind: 'status', status: 400 } })
  const none = await generate('--count', '5', '--json', '--out', join(place.home, 'none.yaml'))
  assert.equal(none.code, 1)
  const { why, suite, file } = JSON.parse(none.stdout)
  assert.match(why, /^The model failed 5 times in a row: /)
  assert.deepEqual([suite, file], [null, null])
})

test('no model, no documents and a file that is there get a sentence each', async () => {
  const sentences: [string[], Record<string, string> | null, RegExp][] = [
    [[], {}, /none is live\. Run "answerable models pull/],
    [['--collection', 'empty'], null, /no documents in "empty"/],
    [['--out', join(place.documents, 'walrus-1.md')], null, /is there already/],
    [['--most-cost', 'much'], null, /amount in US dollars/],
  ]
  stub.set({ mode: 'honest' })
  for (const [words, env, sentence] of sentences) {
    const { code, stderr } = env ? await run(['eval', 'generate', '--data', place.data, ...words], env) : await generate(...words)
    assert.notEqual(code, 0)
    assert.match(stderr, sentence)
  }
})
