import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Generator } from '../../domain/model.ts'
import type { TaskModel } from '../../domain/task.ts'
import { generatorOf } from '../generator-for-tests.ts'
import type { Run } from '../in-time.ts'
import type { PromptTemplate } from '../prompt-template.ts'
import { languagesApart, translateQuestion } from './languages-apart.ts'
import { passageOf } from '../passage-for-tests.ts'
import { languageOf } from '../../base/question-language.ts'
import { pairReader } from './translated-pairs.ts'
import { verifyTranslation } from './verify-translation.ts'

for (const [question, language] of [
  ['How do I change the limit?', 'en'],
  ['¿Cómo cambio el límite?', 'es'],
  ['Wie ändere ich das Limit?', 'de'],
  ['Comment puis-je changer la limite ?', 'fr'],
  ['Qual é o limite de envio?', 'pt'],
  ['Hoe verander ik de limiet?', 'nl'],
  ['如何更改 max_upload 的限制？', 'zh'],
  ['制限を変更するには？', 'ja'],
  ['Как изменить лимит?', 'ru'],
  ['scrape interval default', null],
  ['max_tokens?', null],
  ['What does 黑豹 mean in the name of the team?', 'en'],
] as const) {
  test(`"${question}" is ${language ?? 'of no known language'}`, () => assert.equal(languageOf(question), language))
}

test('question and documents are apart only when no passage near it is in its language', () => {
  const [english, spanish] = [passageOf('a'), passageOf('b', { language: 'es' })]
  assert.deepEqual(languagesApart('¿Cuál es el límite?', [english, english]), { asked: 'es', documents: 'en' })
  assert.equal(languagesApart('¿Cuál es el límite?', [english, spanish]), null)
  assert.equal(languagesApart('max_tokens?', [english]), null)
  assert.equal(languagesApart('¿Cuál es el límite?', []), null)
})

for (const [reply, wanted] of [
  ['The documents do not say.', '¿Qué dice la guía?'],
  ['What does the guide say?', 'What does the guide say?'],
] as const) {
  test(`"${reply}" as a translation gives "${wanted}"`, async () => {
    const generator = generatorOf(async function* () {
      yield { type: 'text-delta', text: reply }
      yield { type: 'finish', reason: 'stop', usage: { inputTokens: 1, outputTokens: 1 } }
    } as Generator['stream'])
    const model = { generator, temperature: 0, maxTokens: 100 } as unknown as TaskModel
    const limits = { firstTokenTimeoutMs: 5000, idleTimeoutMs: 5000, totalTimeoutMs: 5000 }
    const run = { parts: { limits, clock: () => 0 }, started: 0, signal: new AbortController().signal } as unknown as Run
    const template = { system: '', user: '{question}' } as unknown as PromptTemplate
    const { text } = await translateQuestion('¿Qué dice la guía?', { asked: 'es', documents: 'en' }, { model, template, run })
    assert.equal(text, wanted)
  })
}

const written =
  'El límite es de 20 megabytes. <<The upload limit is 20 megabytes.>> [1] Los archivos se rechazan. <<Larger files are refused.>> [2, 3]\nSin cita.'
const pairs = [
  { text: 'El límite es de 20 megabytes.', quote: 'The upload limit is 20 megabytes.', numbers: [1], before: '' },
  { text: 'Los archivos se rechazan.', quote: 'Larger files are refused.', numbers: [2, 3], before: ' ' },
]

test('sentences are read with the words they translate, however the stream is cut; one without them is dropped', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(written.length), { maxLength: 12 }), (cuts) => {
      const reader = pairReader()
      const ends = [...new Set([...cuts, written.length])].sort((one, other) => one - other)
      const found = ends.flatMap((end, index) => reader.push(written.slice(ends[index - 1] ?? 0, end)))
      assert.deepEqual([...found, ...reader.push('', true)], pairs)
    }),
  )
})

const guide = passageOf('The upload limit is 20 megabytes. The service runs in Frankfurt. You change it with `max_upload`.')
for (const [sentence, quote, verdict] of [
  ['El límite de subida es de 20 megabytes.', 'The upload limit is 20 megabytes.', 'partly'],
  ['El límite de subida es de 30 megabytes.', 'The upload limit is 20 megabytes.', 'unsupported'],
  ['El límite de subida es de 30 megabytes.', 'The upload limit is 30 megabytes.', 'unsupported'],
  ['El servicio funciona en Fráncfort.', 'The service runs in Frankfurt.', 'partly'],
  ['El servicio funciona en Tokio.', 'The service runs in Frankfurt.', 'unsupported'],
  ['Se cambia con `max_upload`.', 'You change it with `max_upload`.', 'partly'],
  ['Se cambia con `min_upload`.', 'You change it with `max_upload`.', 'unsupported'],
  ['上传限制为 20 MB。', 'The upload limit is 20 megabytes.', 'partly'],
  ['The service runs in Frankfurt.', 'anything', 'supported'],
] as const) {
  test(`"${sentence}" beside "${quote}" is ${verdict}`, () => {
    const checked = verifyTranslation(sentence, quote, [guide], '¿Cuál es el límite?')
    assert.equal(checked.verdict, verdict, checked.reasons.join('; '))
  })
}
