import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { modelsDir, skipLocal } from '../models/local-model.ts'
import { root, run } from '../support/program.ts'

interface Cut {
  readonly model: string
  readonly tokenizer: string
  readonly exact: boolean
  readonly note: string | null
  readonly count: number
  readonly tokens: readonly { id: number; text: string }[]
}

const cut = async (text: string, model: string, env: Readonly<Record<string, string>> = {}): Promise<Cut> => {
  const { code, stdout, stderr } = await run(['tokens', text, '--model', model, '--json'], env)
  assert.equal(code, 0, stderr)
  return JSON.parse(stdout) as Cut
}

const pieces = ({ tokens }: Cut): string[] => tokens.map(({ text }) => text)

test('a text is shown in the pieces of each model’s own tokenizer', async () => {
  const older = await cut('ChatGPT', 'gpt-4')
  assert.deepEqual(older.tokens, [
    { id: 16047, text: 'Chat' },
    { id: 38, text: 'G' },
    { id: 2898, text: 'PT' },
  ])
  assert.deepEqual([older.tokenizer, older.exact, older.note, older.count], ['cl100k_base', true, null, 3])
  for (const model of ['gpt-5', 'openai:gpt-4o-mini', 'gpt-4o-2024-08-06', 'o200k_base']) {
    const newer = await cut('ChatGPT', model)
    assert.deepEqual([pieces(newer), newer.tokenizer, newer.exact], [['Chat', 'GPT'], 'o200k_base', true], model)
  }
})

test('a character of several pieces is shown by its bytes, and control tokens as the text they are', async () => {
  assert.deepEqual(pieces(await cut('Grüße 🧠', 'gpt-5')), ['Gr', 'ü', 'ße', ' <0xF0><0x9F>', '<0xA7>', '<0xA0>'])
  assert.ok((await cut('<|endoftext|>', 'gpt-5')).count > 3)
})

test('where a tokenizer cannot be had, another stands in and it is said', async () => {
  for (const [model, reason] of [
    ['claude-haiku-4-5', /Anthropic does not publish its tokenizer/],
    ['openai:gpt-99', /gpt-99 is not among the models of OpenAI/],
    ['compatible:x@http://127.0.0.1:9/v1', /The server at 127\.0\.0\.1:9 does not tell/],
  ] as const) {
    const { exact, note, count } = await cut('ChatGPT', model)
    assert.deepEqual([exact, count], [false, 2])
    assert.match(note ?? '', reason)
  }
})

test('a local model cuts text with the tokenizer in its file', { skip: skipLocal }, async () => {
  const { tokens, exact } = await cut('ChatGPT', 'local:qwen2.5-coder-0.5b', { ANSWERABLE_MODELS_DIR: modelsDir })
  assert.deepEqual(tokens, [
    { id: 15672, text: 'Chat' },
    { id: 38, text: 'G' },
    { id: 2828, text: 'PT' },
  ])
  assert.equal(exact, true)
})

test('the text comes from stdin, and nothing is opened for it: no data folder, no lock', () => {
  const home = mkdtempSync(join(tmpdir(), 'answerable-tokens-'))
  const { stdout, status } = spawnSync(process.execPath, [join(root, 'src/main.ts'), 'tokens', '-', '--model', 'cl100k_base'], {
    input: 'from stdin',
    encoding: 'utf8',
    env: { ...process.env, ANSWERABLE_HOME: join(home, 'data'), XDG_DATA_HOME: home },
  })
  assert.equal(status, 0)
  assert.equal(stdout, '   1527  "from"\n  32469  " stdin"\n2 tokens, as cl100k_base\n')
  assert.deepEqual(readdirSync(home), [])
  rmSync(home, { recursive: true })
})

test('an unknown model is answered with what is allowed', async () => {
  const { code, stderr } = await run(['tokens', 'x', '--model', 'nonsense'])
  assert.equal(code, 2)
  assert.match(stderr, /--model names "nonsense"\. Allowed are o200k_base, .*cl100k_base, auto/)
})
