import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readConfig } from '../config.ts'
import { embedderKnown, embedderNamed, embedderSetting, withoutSecrets } from './embedder-setting.ts'

const config = (env: Record<string, string>) => readConfig({}, env, '/')
const openai = { ANSWERABLE_EMBEDDER: 'openai', ANSWERABLE_EMBEDDER_BASE_URL: 'http://user:secret@models.example/v1', ANSWERABLE_EMBEDDER_API_KEY: 'key' }

test('the record of a model keeps no key and no password, and opens again with those of the settings for the same server only', () => {
  const setting = withoutSecrets(embedderSetting(config(openai))!)
  assert.doesNotMatch(JSON.stringify(setting), /secret|key/i)
  const known = { id: 'm@1', dimensions: 3, setting }
  const again = embedderKnown(config(openai), 'm@1', known)
  assert.deepEqual(again?.kind === 'openai' && [again.apiKey, again.baseUrl], ['key', openai.ANSWERABLE_EMBEDDER_BASE_URL])
  const elsewhere = embedderKnown(config({ ...openai, ANSWERABLE_EMBEDDER_BASE_URL: 'http://other.example/v1' }), 'm@1', known)
  assert.deepEqual(elsewhere?.kind === 'openai' && [elsewhere.apiKey, elsewhere.baseUrl], [undefined, 'http://models.example/v1'])
})

test('a model of the catalogue is known by its name, any other only by its record', () => {
  assert.deepEqual(embedderKnown(config({}), 'all-minilm-l6-v2@abc', null), { kind: 'catalogue', model: 'all-minilm-l6-v2' })
  assert.equal(embedderKnown(config({}), 'somebody-elses@abc', null), null)
})

test('another model of the same server is named behind a colon', () => {
  const named = embedderNamed(config(openai), 'openai:text-embedding-3-large')
  assert.equal(named?.kind === 'openai' && named.model, 'text-embedding-3-large')
  assert.deepEqual(embedderNamed(config({}), 'all-minilm-l6-v2'), { kind: 'catalogue', model: 'all-minilm-l6-v2' })
})
