import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { readFileSync } from 'node:fs'
import { AppError } from '../../base/error.ts'
import type { Generator, Message } from '../../domain/model.ts'
import { reportOf } from '../report/findings.ts'
import { at, statisticsOf, steadyLog } from '../log-for-tests.ts'
import { summarise } from './summarise.ts'

const prompt = /# System\n(?<system>[^]*)\n# User\n(?<user>[^]*)/.exec(readFileSync(join(import.meta.dirname, '../../../prompts/logs.v1.md'), 'utf8'))!.groups!
const template = { version: 'logs.v1', system: prompt['system']!, user: prompt['user']! }
const usage = { inputTokens: 100, outputTokens: 20, reported: true, costUsd: 0.5 }

const log = [
  ...steadyLog(31),
  ...Array.from({ length: 45 }, (_, index) => at(7_205 + index, `ERROR pool: connection to db-1:5432 refused, attempt ${index + 100}`)),
].toSorted()
const report = reportOf(statisticsOf(log))
const line = log.findIndex((it) => it.includes('refused')) + 1

const asked = async (
  write: (messages: readonly Message[]) => AsyncIterable<string> | string,
  { budgetTokens = 1000, timeoutMs = 5000, hush = (text: string) => text } = {},
) => {
  let seen = ''
  const generator: Generator = {
    id: 'fake',
    contextTokens: 4000,
    passageBudgetTokens: budgetTokens,
    capabilities: { structured: 'prompt', tools: false, maxOutputTokens: null, languages: null },
    countTokens: async (text) => Math.ceil(text.length / 4),
    close: async () => {},
    stream: async function* (messages, _options, signal) {
      seen = messages.map(({ content }) => content).join('\n')
      const said = write(messages)
      if (typeof said === 'string') yield { type: 'text-delta', text: said }
      else
        for await (const text of said) {
          signal?.throwIfAborted()
          yield { type: 'text-delta', text }
        }
      yield { type: 'finish', reason: 'stop', usage }
    },
  }
  return { ...(await summarise(report, { model: { generator, temperature: 0, maxTokens: 900 }, template, hush, timeoutMs })), seen }
}

/** The handle under which the prompt shows a template. */
const handleIn = (messages: readonly Message[], words: RegExp): string =>
  messages
    .at(-1)!
    .content.split('\n')
    .find((it) => /^T\d/.test(it) && words.test(it))!
    .split(',')[0]!

test('what holds is kept with its templates and lines, what does not is dropped and counted', async () => {
  const { findings, dropped, notes, model } = await asked((messages) => {
    const templates = [handleIn(messages, /connection to/)]
    return JSON.stringify({
      happened: [
        { text: 'Connections to db-1 were refused 45 times.', templates, lines: [line] },
        { text: 'Connections to db-1 were refused 450 times.', templates, lines: [line] },
      ],
      causes: [{ text: 'The connection to db-1 was refused because Kafka was down.', templates, lines: [line] }],
      next: [{ text: 'Check the connection of the pool to db-1.', templates, lines: [] }],
    })
  })
  assert.deepEqual(
    findings.map(({ kind, text, lines, by }) => [kind, text, lines, by]),
    [
      ['summary', 'Connections to db-1 were refused 45 times.', [line], 'fake'],
      ['next', 'Check the connection of the pool to db-1.', [], 'fake'],
    ],
  )
  assert.equal(findings[0]!.templates[0], report.templates.find(({ template }) => /connection to/.test(template))!.id)
  assert.deepEqual(dropped, { number: 1, name: 1 })
  assert.match(notes[0]!, /^2 of 4 claims of fake were dropped/)
  assert.equal(model, 'fake')
})

test('the model sees templates and figures within its budget, and never a line of the log', async () => {
  const { seen } = await asked(() => '{}', { budgetTokens: 150 })
  const figures = /=== \w+ figures[^]*?=== \w+ end/.exec(seen)![0]
  assert.ok(Math.ceil(figures.length / 4) < 200, figures)
  assert.match(figures, /45 times, lines \d+ to \d+/)
  for (const text of log) assert.ok(!seen.includes(text))
})

test('words that speak to the model are not shown to it', async () => {
  const { seen, notes } = await asked(() => '{"happened": []}', { hush: (text) => text.replace(/refused/g, '       ') })
  assert.doesNotMatch(seen, /refused/)
  assert.match(notes.join(), /holds words that speak to a model/)
})

test('what is no summary leaves a note and the report as it is: prose, half an object, JSON without end, nothing', async () => {
  const endless = async function* (): AsyncGenerator<string> {
    yield '{"happened": ['
    for (;;) yield '{"text": "and so on", "templates": ["T1"], "lines": [1]},'
  }
  for (const said of ['I am sorry.', '{"happened": [{"text": "x', '[]', '', '{"happened": "no"}']) {
    const { findings, notes } = await asked(() => said)
    assert.deepEqual(findings, [])
    assert.match(notes[0]!, /wrote no summary that can be read/)
  }
  assert.deepEqual((await asked(endless)).findings, [])
})

test('a model that is down, too slow, or beyond its budget leaves a note', async () => {
  const failing = (error: Error) =>
    async function* (): AsyncGenerator<string> {
      yield ''
      throw error
    }
  assert.match((await asked(failing(new AppError('limited', 'The budget of the day is spent.')))).notes[0]!, /The budget of the day is spent/)
  const never = async function* (): AsyncGenerator<string> {
    for (;;) {
      await new Promise((resolve) => setTimeout(resolve, 5))
      yield ' '
    }
  }
  assert.match((await asked(never, { timeoutMs: 50 })).notes[0]!, /took longer/)
  await assert.rejects(asked(failing(new TypeError('a fault of ours'))), TypeError)
})
