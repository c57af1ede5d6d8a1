import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { LanguageModelV4CallOptions } from '@ai-sdk/provider'
import type { Message } from '../../../domain/model.ts'
import { keyedPrefix, markedPrefix, prefixOf, seenPrefixes } from './prompt-prefix.ts'

const passages = 'The limit is 5 MB.\n'.repeat(300)
const messagesFor = (question: string): Message[] => [
  { role: 'system', content: 'Answer.' },
  { role: 'user', content: `${passages}Question: ${question}`, sharedLength: passages.length },
]
const optionsFor = (messages: readonly Message[]): LanguageModelV4CallOptions => ({
  prompt: messages.map(({ role, content }) => (role === 'system' ? { role, content } : { role: 'user', content: [{ type: 'text', text: content }] })),
  providerOptions: { openai: { store: false } },
})
const userOf = ({ prompt }: LanguageModelV4CallOptions) => prompt.find(({ role }) => role === 'user')!.content as { text: string; providerOptions?: unknown }[]

test('what questions over the same passages share has one name; another passage or system text has another', () => {
  const [one, other] = [prefixOf(messagesFor('One?')), prefixOf(messagesFor('Another, longer?'))]
  assert.deepEqual(one, other)
  const [system, user] = messagesFor('One?')
  for (const changed of [
    [{ ...system!, content: 'Answer!' }, user!],
    [system!, { ...user!, content: user!.content.replace('5 MB', '6 MB') }],
  ])
    assert.notEqual(prefixOf(changed)!.hash, one!.hash)
  assert.equal(prefixOf([{ role: 'user', content: 'Hello' }]), null)
})

test('Anthropic is told to keep passages from the second time on that they are sent, not again after they are forgotten; the words stay the same', () => {
  let nowMs = 0
  const seen = seenPrefixes(() => nowMs)
  const send = (question: string) => {
    const messages = messagesFor(question)
    const options = optionsFor(messages)
    const marked = userOf(markedPrefix(options, prefixOf(messages)!, seen))
    assert.equal(marked.map(({ text }) => text).join(''), messages[1]!.content)
    return marked.map(({ providerOptions }) => providerOptions !== undefined)
  }
  assert.deepEqual(send('One?'), [false])
  assert.deepEqual(send('Another?'), [true, false])
  nowMs += 6 * 60_000
  assert.deepEqual(send('One?'), [false])
})

test('what is too short to be kept is not marked', () => {
  const messages: Message[] = [{ role: 'user', content: 'Short. Why?', sharedLength: 7 }]
  const seen = seenPrefixes(() => 0)
  for (let time = 0; time < 3; time++) assert.equal(userOf(markedPrefix(optionsFor(messages), prefixOf(messages)!, seen)).length, 1)
})

test('OpenAI gets a key that tells nothing, beside what it was told already', () => {
  const messages = messagesFor('One?')
  const { providerOptions } = keyedPrefix(
    optionsFor(messages),
    prefixOf(messages)!,
    seenPrefixes(() => 0),
  )
  assert.equal(providerOptions!['openai']!['store'], false)
  assert.match(String(providerOptions!['openai']!['promptCacheKey']), /^[0-9a-f]{32}$/)
})
