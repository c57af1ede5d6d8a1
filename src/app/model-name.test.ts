import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readConfig } from '../config.ts'
import { readModelName } from './model-name.ts'
import { readTaskSettings } from './task-settings.ts'

const configOf = (env: Readonly<Record<string, string>>) => readConfig({}, env, '/nowhere')
const keys = { OPENAI_API_KEY: 'sk-openai', ANTHROPIC_API_KEY: 'sk-anthropic' }

const named = (name: string, env: Readonly<Record<string, string>> = keys) => {
  const setting = readModelName(name, 'ANSWERABLE_GENERATOR', configOf(env)) as unknown as Record<string, unknown>
  return Object.fromEntries(Object.entries(setting).filter(([key, value]) => value !== undefined && key !== 'timeouts'))
}

test('a model is named by who runs it', () => {
  assert.deepEqual(named('openai:gpt-5-mini'), { kind: 'openai', model: 'gpt-5-mini', apiKey: 'sk-openai' })
  assert.deepEqual(named('anthropic:claude-haiku-4-5'), { kind: 'anthropic', model: 'claude-haiku-4-5', apiKey: 'sk-anthropic' })
  assert.deepEqual(named('local:qwen2.5-coder-0.5b'), { kind: 'local', model: 'qwen2.5-coder-0.5b' })
  assert.deepEqual(named('qwen2.5-coder-1.5b'), { kind: 'local', model: 'qwen2.5-coder-1.5b' })
  assert.deepEqual(named('models/mine.gguf'), { kind: 'gguf', path: 'models/mine.gguf' })
  assert.deepEqual(named('extractive'), { kind: 'none' })
})

test('names keep the colons and slashes that servers put into them', () => {
  const env = { OPENAI_BASE_URL: 'http://127.0.0.1:11434/v1' }
  assert.deepEqual(named('compatible:qwen3:8b', env), { kind: 'compatible', model: 'qwen3:8b', baseUrl: env.OPENAI_BASE_URL })
  assert.deepEqual(named('compatible:@cf/meta/llama-3', env), { kind: 'compatible', model: '@cf/meta/llama-3', baseUrl: env.OPENAI_BASE_URL })
  assert.deepEqual(named('openai', { ...env, ANSWERABLE_MODEL: 'qwen3' }), { kind: 'openai', model: 'qwen3', baseUrl: env.OPENAI_BASE_URL })
})

test('a server of its own gets the key only where it is the one that the key is for', () => {
  assert.deepEqual(named('compatible:qwen3@http://gpu:8000/v1'), { kind: 'compatible', model: 'qwen3', baseUrl: 'http://gpu:8000/v1' })
  assert.deepEqual(named('compatible:qwen3@http://gpu:8000/v1', { ...keys, OPENAI_BASE_URL: 'http://gpu:8000' }), {
    kind: 'compatible',
    model: 'qwen3',
    baseUrl: 'http://gpu:8000/v1',
    apiKey: 'sk-openai',
  })
})

test('what is no name, or cannot be reached, is refused by the name of its setting', () => {
  const refused = (env: Readonly<Record<string, string>>, message: RegExp): void =>
    assert.throws(() => readTaskSettings(configOf(env)), { code: 'invalid', message })
  refused({ ANSWERABLE_GENERATOR: 'gpt5' }, /^ANSWERABLE_GENERATOR names "gpt5"\. Allowed are auto, extractive, openai:NAME/)
  refused({ ANSWERABLE_JUDGE_MODELS: 'openai:gpt-5' }, /^ANSWERABLE_JUDGE_MODELS names "openai:gpt-5", .*Set OPENAI_API_KEY/)
  refused({ ANSWERABLE_EXTRACT_MODELS: 'anthropic:claude-haiku-4-5' }, /^ANSWERABLE_EXTRACT_MODELS .*Set ANTHROPIC_API_KEY/)
  refused({ ANSWERABLE_GENERATOR: 'extractive, local:qwen2.5-coder-0.5b' }, /^ANSWERABLE_GENERATOR names "extractive" before other models/)
  refused({ ANSWERABLE_GENERATOR: 'auto, local:qwen2.5-coder-0.5b' }, /^ANSWERABLE_GENERATOR names "auto" among other models/)
})

test('a task without models of its own uses those of answer, and answer those of ANSWERABLE_GENERATOR', () => {
  const models = (env: Readonly<Record<string, string>>, task: 'answer' | 'creative' | 'judge') =>
    readTaskSettings(configOf({ ...keys, ...env }))[task].models.map((it) => ('model' in it ? it.model : it.kind))
  const general = { ANSWERABLE_GENERATOR: 'openai:gpt-5, local:qwen2.5-coder-0.5b' }
  assert.deepEqual(models(general, 'judge'), ['gpt-5', 'qwen2.5-coder-0.5b'])
  assert.deepEqual(models({ ...general, ANSWERABLE_ANSWER_MODELS: 'anthropic:claude-haiku-4-5' }, 'judge'), ['claude-haiku-4-5'])
  assert.deepEqual(models({ ...general, ANSWERABLE_CREATIVE_MODELS: 'extractive' }, 'creative'), ['none'])
})

test('each task has its temperature and limit, and both can be set', () => {
  const { answer, creative } = readTaskSettings(configOf({ ANSWERABLE_CREATIVE_MAX_TOKENS: '900', ANSWERABLE_ANSWER_TEMPERATURE: '0.2' }))
  assert.deepEqual([answer.temperature, answer.maxTokens], [0.2, 4096])
  assert.deepEqual([creative.temperature, creative.maxTokens], [0.7, 900])
  assert.throws(() => configOf({ ANSWERABLE_ANSWER_TEMPERATURE: '3' }), { code: 'invalid', message: /ANSWERABLE_ANSWER_TEMPERATURE/ })
})
