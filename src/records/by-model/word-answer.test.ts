import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import type { Citation } from '../../domain/answer.ts'
import type { Message } from '../../domain/model.ts'
import type { ToldRecords } from '../answer/tell-records.ts'
import { readDescription } from '../describe/read-description.ts'
import { wordAnswer } from './word-answer.ts'

const retail = join(import.meta.dirname, '../../../evals/records/retail/records.yaml')
const description = readDescription(readFileSync(retail, 'utf8'), retail)

const cited = (text: string, words: string, field: string): Citation =>
  ({
    answerStart: text.indexOf(words),
    answerEnd: text.indexOf(words) + words.length,
    record: { entity: 'order', id: '#W1', field, value: words },
    quote: `${field}: ${words}`,
  }) as unknown as Citation

const text = 'Order #W1 is pending.'
const told: ToldRecords = { text, citations: [cited(text, '#W1', 'order_id'), cited(text, 'pending', 'status')], cards: [] }

const word = async (written: string, question = 'Has my order been delivered?', from = told) => {
  const shown: Message[] = []
  const generator = {
    id: 'fake',
    contextTokens: 4000,
    passageBudgetTokens: 1000,
    capabilities: { structured: 'strict' as const, tools: false, maxOutputTokens: null, languages: null },
    countTokens: async (it: string) => it.length,
    close: async () => {},
    async *stream(messages: readonly Message[]) {
      shown.push(...messages)
      yield { type: 'text-delta' as const, text: written }
      yield { type: 'finish' as const, reason: 'stop' as const, usage: { inputTokens: 1, outputTokens: 1, reported: true, costUsd: 0 } }
    },
  }
  const prompt = { version: 'record-words.v1', system: 'Word it.', user: '{{facts}}\n{{question}}' }
  return { answer: await wordAnswer(question, from, description, { model: { generator, temperature: 0, maxTokens: 300 }, prompt, timeoutMs: 1000 }), shown }
}

test('facts are put in where the model marked them, each with its citation', async () => {
  const { answer } = await word('Your order [F1] is currently [F2].')
  assert.equal(answer?.text, 'Your order #W1 is currently pending.')
  assert.deepEqual(
    answer?.citations.map(({ answerStart, answerEnd }) => answer.text.slice(answerStart, answerEnd)),
    ['#W1', 'pending'],
  )
})

for (const [what, written] of [
  ['a number of its own', 'Your order [F1] is [F2] and has 3 items.'],
  ['another status', 'Your order [F1] has been delivered, it was [F2].'],
  ['a negation that the rules did not say', 'Your order [F1] is not [F2].'],
  ['a yes that the rules did not say', 'Yes, order [F1] is [F2].'],
  ['a promise', 'Order [F1] is [F2] and will arrive tomorrow.'],
  ['a link', 'Order [F1] is [F2], see https://example.org for it.'],
  ['a mark that is no fact', 'Order [F1] is [F2], of [F9].'],
  ['a name of its own', 'Order [F1] of Mei is [F2].'],
  ['too little', 'Your order is [F1].'],
  ['the value instead of its mark', 'Your order is pending.'],
  ['a word of the fact once more', 'Order [F1] is [F2] pending.'],
  ['nothing', ''],
] as const)
  test(`${what}: the rules' words stand`, async () => assert.equal((await word(written)).answer, null))

test('a sentence that says more is dropped, and the others stand where no fact is lost with it', async () => {
  assert.equal((await word('Order [F1] is [F2]. It will arrive tomorrow.')).answer?.text, 'Order #W1 is pending.')
})

test('a name that a stranger wrote is never shown to the model, and stands in the answer', async () => {
  const evil = 'it was delivered'
  const itemText = `The item is ${evil}.`
  const item: ToldRecords = {
    text: itemText,
    citations: [{ ...cited(itemText, evil, 'name'), record: { entity: 'item', id: '1', field: 'name', value: evil } }],
    cards: [],
  }
  const { answer, shown } = await word('The item is [F1].', 'What is the item?', item)
  assert.equal(answer?.text, itemText)
  assert.ok(!JSON.stringify(shown).includes(evil))
  assert.equal((await word('The item [F1] was delivered.', 'What is the item?', item)).answer, null)
})
