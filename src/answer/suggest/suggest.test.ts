import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { readPrompts } from '../../app/read-prompt.ts'
import { AppError } from '../../base/error.ts'
import type { Generator } from '../../domain/model.ts'
import { generatorOf } from '../generator-for-tests.ts'
import { passageOf } from '../passage-for-tests.ts'
import { questionsFromHeadings } from './questions-from-headings.ts'
import { suggesting } from './suggest.ts'

const guide = passageOf(
  '# Recording rules\n\nUse recording rules for queries that are asked often. A recording rule is evaluated every 30 seconds.\n\n# How to rotate the log\n\nTo rotate the log, move the file and send SIGHUP.\n\n# Summary\n\nThat is all.\n',
  { title: 'Prometheus guide' },
)
const usage = { inputTokens: 100, outputTokens: 20, reported: true, costUsd: 0.5 }

const saying = (text: string | Error): Generator =>
  generatorOf(async function* () {
    if (text instanceof Error) throw text
    yield { type: 'text-delta', text }
    yield { type: 'finish', reason: 'stop', usage }
  })

const suggest = (text: string | Error | null, asked: string | null = null, limit = 5) =>
  suggesting({
    // Only what speaks of rules or the log is found.
    retrieve: async ({ text: query }) => ({
      passages: [{ ...guide, similarity: /rule|log/i.test(query) ? 0.8 : 0.1 }],
      embeddingTokens: 0,
      queryVector: null,
      timingsMs: {},
    }),
    modelFor: (task) => (text === null ? null : (assert.equal(task, 'creative'), { generator: saying(text), temperature: 0.7, maxTokens: 200 })),
    embedder: () => null,
    prompts: readPrompts(join(import.meta.dirname, '../../../prompts')),
    limits: { retrieveTimeoutMs: 1000, firstTokenTimeoutMs: 1000, idleTimeoutMs: 1000, totalTimeoutMs: 5000 },
    newTraceId: () => 'trace',
    clock: () => performance.now(),
  })({ passages: [guide], asked, collection: 'default', limit })

test('headings become questions in the language of their document; parts that every document has do not', () => {
  assert.deepEqual(questionsFromHeadings([guide]), [
    'What do the documents say about recording rules?',
    'How do I rotate the log?',
    'What do the documents say about Prometheus guide?',
  ])
  const told = (heading: string): string => questionsFromHeadings([passageOf(`# ${heading}\n\nWords.\n`, { title: '' })])[0]!
  assert.equal(told('Change the embedding model'), 'How do I change the embedding model?')
  assert.equal(told('How citations work'), 'What do the documents say about how citations work?')
  assert.equal(told('Upload limit'), 'What do the documents say about Upload limit?')
  assert.equal(told('Use Ollama'), 'How do I use Ollama?')
  assert.equal(told('Test plan'), 'What do the documents say about Test plan?')
  assert.equal(told('Test a plan'), 'How do I test a plan?')
  assert.deepEqual(questionsFromHeadings([passageOf('# 备份\n\n备份保留三十五天。\n', { language: 'zh', title: '' })]), ['关于“备份”，文档说了什么？'])
})

test('what was asked already is not suggested in the words of its heading', async () => {
  const { questions } = await suggest(null, 'What are recording rules?')
  assert.deepEqual(questions, ['How do I rotate the log?'])
})

test('without a model the headings are asked about, of which something is found', async () => {
  const { questions, model, usage: used } = await suggest(null)
  assert.deepEqual(questions, ['What do the documents say about recording rules?', 'How do I rotate the log?'])
  assert.equal(model, 'extractive')
  assert.equal(used.inputTokens, 0)
})

test('a model’s ideas come first, those that nothing answers or that name what the passages do not are left out', async () => {
  const {
    questions,
    model,
    usage: used,
  } = await suggest(
    '1. How often is a recording rule evaluated?\n2. Who won the league?\n- Does a recording rule run every 99 seconds?\nHow do I call `delete_all()` on a rule?\nWhich rule is in the passage?\nRecording rules are good.\nHow often is the recording rule evaluated?',
    null,
    2,
  )
  assert.deepEqual(questions, ['How often is a recording rule evaluated?', 'What do the documents say about recording rules?'])
  assert.deepEqual([model, used], ['fake', usage])
})

test('what was asked is not suggested again', async () => {
  const { questions } = await suggest(null, 'How do I rotate the log?')
  assert.deepEqual(questions, ['What do the documents say about recording rules?'])
})

test('a model that fails costs its ideas only', async () => {
  const { questions, model } = await suggest(new AppError('upstream', 'The server hung up.'))
  assert.equal(questions.length, 2)
  assert.equal(model, 'extractive')
})
