import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readConfig, type Config } from '../config.ts'
import type { Question } from '../domain/answer.ts'
import type { AnswerKey } from '../domain/answer-cache.ts'
import { owner, withinCall, type Caller, type Visible } from '../domain/call.ts'
import type { Embedder, Generator } from '../domain/model.ts'
import type { ModelFor, Task, TaskModel } from '../domain/task.ts'
import { readPrompts } from './read-prompt.ts'
import { answerKeys, type AnswerKeyParts } from './answer-keys.ts'

const question: Question = { text: 'What is the upload limit?', collection: 'one', maxTokens: 512, topK: 10, history: [], responseSchema: null }
const model = ({ id = 'model-1', ...rest }: Partial<Omit<TaskModel, 'generator'>> & { id?: string } = {}): TaskModel => ({
  generator: { id } as Generator,
  temperature: 0,
  maxTokens: 4096,
  ...rest,
})
const oneModel: ModelFor = () => model()
const exceptFor =
  (task: Task, other: ReturnType<ModelFor>): ModelFor =>
  (asked) =>
    asked === task ? other : model()

const config = readConfig({}, {}, '/nowhere')
const prompts = readPrompts('prompts')
const parts: AnswerKeyParts = { version: '1.0.0', config, prompts, modelFor: oneModel, embedderOf: async () => ({ id: 'embedder-1' }) as Embedder }

const keyOf = (
  changes: Partial<AnswerKeyParts> = {},
  asked: Partial<Question> = {},
  collections: Visible = '*',
  who: Partial<Caller> = {},
): Promise<AnswerKey> => withinCall({ caller: { ...owner, collections, ...who } }, () => answerKeys({ ...parts, ...changes })({ ...question, ...asked }))

const differing: Readonly<Record<string, () => Promise<AnswerKey>>> = {
  'another question': () => keyOf({}, { text: 'What is the download limit?' }),
  'another case, which may be another name': () => keyOf({}, { text: 'what is the upload limit?' }),
  'fewer tokens': () => keyOf({}, { maxTokens: 511 }),
  'fewer passages': () => keyOf({}, { topK: 9 }),
  'a history': () => keyOf({}, { history: [{ role: 'user', content: 'Hello' }] }),
  'a schema': () => keyOf({}, { responseSchema: { type: 'object' } }),
  'a caller who sees one collection': () => keyOf({}, {}, ['one']),
  'a caller who sees two collections': () => keyOf({}, {}, ['one', 'two']),
  'a customer of one collection': () => keyOf({}, {}, ['one'], { customer: { id: '1', by: 'key' } }),
  'another customer of it': () => keyOf({}, {}, ['one'], { customer: { id: '2', by: 'key' } }),
  'staff of one collection': () => keyOf({}, {}, ['one'], { isStaff: true }),
  'another version of the program': () => keyOf({ version: '1.0.1' }),
  'another prompt': () => keyOf({ prompts: { ...prompts, answer: { ...prompts.answer, system: 'Rhyme.' } } }),
  'another embedding model': () => keyOf({ embedderOf: async () => ({ id: 'embedder-2' }) as Embedder }),
  'no embedding model': () => keyOf({ embedderOf: async () => null }),
  'another model for answers': () => keyOf({ modelFor: exceptFor('answer', model({ id: 'model-2' })) }),
  'another model for follow-ups': () => keyOf({ modelFor: exceptFor('condense', model({ id: 'model-2' })) }),
  'no model': () => keyOf({ modelFor: exceptFor('answer', null) }),
  'another temperature': () => keyOf({ modelFor: exceptFor('answer', model({ temperature: 0.5 })) }),
  'another limit of the model': () => keyOf({ modelFor: exceptFor('answer', model({ maxTokens: 100 })) }),
  'another answerer behind the model': () => keyOf({ modelFor: exceptFor('answer', model({ orExtractive: ['model'] })) }),
  'other chunks': () => keyOf({ config: { ...config, chunking: 'sentence-window' } }),
  'another search': () => keyOf({ config: { ...config, search: 'pgvector' } }),
}

test('whatever an answer depends on is in its key: each of these differs from all the others', async () => {
  const keys = await Promise.all([keyOf(), ...Object.values(differing).map((make) => make())])
  assert.equal(new Set(keys.map(({ key }) => key)).size, keys.length)
  // Case is no part of the form; the rest is.
  const names = ['as it is', ...Object.keys(differing)]
  const forms = keys.filter((_, index) => !/another case|a history/.test(names[index]!)).map(({ form }) => form)
  assert.deepEqual([new Set(forms).size, forms.includes(null)], [forms.length, false])
})

test('white space, the writing of marks, and where the program stands change no key', async () => {
  const same = [
    keyOf({}, { text: '  What is\nthe  upload limit? ' }),
    keyOf({ config: { ...config, port: 4000, host: '0.0.0.0', dataDir: '/elsewhere', logLevel: 'debug', openaiApiKey: 'sk-another' } as Config }),
  ]
  for (const key of await Promise.all(same)) assert.deepEqual(key, await keyOf())
  assert.deepEqual(await keyOf({}, { text: 'Cafe\u0301?' }), await keyOf({}, { text: 'Caf\u00e9?' }))
  assert.deepEqual(await keyOf({}, {}, ['one', 'two']), await keyOf({}, {}, ['two', 'one']))
})

test('only questions that stand alone have a form, and only where it is wanted', async () => {
  const other = { text: "what's the upload limit" }
  assert.equal((await keyOf({}, other)).form, (await keyOf()).form)
  const history = [{ role: 'user', content: 'Hello' }] as const
  assert.equal((await keyOf({}, { history })).form, null)
  assert.equal((await keyOf({ config: { ...config, answerCache: 'exact' } })).form, null)
})
