import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Embedder, Purpose } from '../domain/model.ts'
import { questionsFirst } from './questions-first.ts'

/** Embeds when it is told to, and remembers what it was given. */
const manual = (id: string) => {
  const given: string[] = []
  const open: (() => void)[] = []
  const embedder: Embedder = {
    id,
    dimensions: 1,
    maxTokens: 512,
    embed: async (texts: readonly string[], purpose: Purpose, signal) => {
      given.push(`${purpose}:${texts.join()}`)
      await new Promise<void>((resolve, reject) => {
        open.push(resolve)
        signal?.addEventListener('abort', () => reject(signal.reason))
      })
      return texts.map((text) => Float32Array.of(Number(text)))
    },
    countTokens: async (texts) => texts.map(() => 1),
    close: async () => {},
  }
  return { embedder, given, finish: () => open.shift()!() }
}

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

test('work behind waits while a question is embedded by another model, goes on in small steps, and keeps its order', async () => {
  const manners = questionsFirst()
  const [old, next] = [manual('old'), manual('next')]
  const texts = Array.from({ length: 20 }, (_, index) => `${index}`)
  const question = manners.embedder(old.embedder).embed(['1'], 'query')
  const work = manners.behind(manners.embedder(next.embedder)).embed(texts, 'document')
  await settle()
  assert.deepEqual([old.given.length, next.given.length], [1, 0])
  old.finish()
  await question
  await settle()
  assert.equal(next.given.length, 1)
  const second = manners.embedder(old.embedder).embed(['2'], 'evidence')
  next.finish()
  await settle()
  assert.equal(next.given.length, 1, 'the second step waits for the second question')
  old.finish()
  await second
  for (let step = 0; step < 2; step++) {
    await settle()
    next.finish()
  }
  assert.deepEqual(
    (await work).map(([value]) => value),
    texts.map(Number),
  )
  assert.equal(next.given.length, 3)
})

test('a question that fails lets the work go on, and work that waits stops with its signal', async () => {
  const manners = questionsFirst()
  const [old, next] = [manual('old'), manual('next')]
  const stopQuestion = new AbortController()
  const question = manners.embedder(old.embedder).embed(['1'], 'query', stopQuestion.signal)
  const stopWork = new AbortController()
  const reason = new Error('enough')
  const stopped = manners.behind(next.embedder).embed(['1'], 'document', stopWork.signal)
  stopWork.abort(reason)
  await assert.rejects(stopped, reason)
  const work = manners.behind(next.embedder).embed(['7'], 'document')
  stopQuestion.abort(new Error('gone'))
  await assert.rejects(question, /gone/)
  await settle()
  next.finish()
  assert.deepEqual(await work, [Float32Array.of(7)])
})
