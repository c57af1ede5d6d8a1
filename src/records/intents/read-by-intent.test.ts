import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Message } from '../../domain/model.ts'
import type { RecordQuestion } from '../../domain/record-request.ts'
import { namesACustomer } from '../described.ts'
import { clinic, library, northwind, retail } from '../read/domains-for-tests.ts'
import { readRecordQuestion } from '../read/read-record-question.ts'
import { lineOf } from '../read/reading-for-tests.ts'
import { intents } from './intent.ts'
import { embedderMeaning, vectorMeaning } from './intents-for-tests.ts'
import { intentEmbedderId, likelyIntents } from './likely-intent.ts'
import { readByIntent, type IntentParts } from './read-by-intent.ts'

type Domain = typeof retail
type Embedding = ReturnType<IntentParts['embedder']>

const questionOf = ({ description }: Domain, text: string, more: Partial<RecordQuestion> = {}): RecordQuestion => ({
  text,
  history: [],
  description,
  isStaff: false,
  now: new Date('1998-05-20T12:00:00Z'),
  ...more,
})

const failures: unknown[] = []
const readerWith = (embedder: Embedding) => readByIntent(readRecordQuestion, { embedder: () => embedder, onFailure: (error) => failures.push(error) })

const lineBy = async (embedder: Embedding, domain: Domain, text: string, more: Partial<RecordQuestion> = {}): Promise<string> =>
  lineOf(await readerWith(embedder)(questionOf(domain, text, more), domain.findValues)).trim()

const odd = 'hm what became of that #W2611340'

test('what a question is likely to mean is read as if it had been said plainly, and the trace shows how', async () => {
  const embedder = embedderMeaning('tracking')
  const reading = await readerWith(embedder)(questionOf(retail, odd), retail.findValues)
  assert.match(lineOf(reading), /^records ; tracking number\[\] where order\.order_id=#W2611340/)
  assert.equal(reading.understood[0], `${odd} → What is the tracking number of order #W2611340?`)
  assert.deepEqual(embedder.asked, ['hm what became of that #W1234567'])
})

test('the same question means what its vector means, and keeps its own row and time', async () => {
  assert.equal(await lineBy(embedderMeaning('total'), retail, odd), 'records ; order[total] where order_id=#W2611340')
  assert.equal(await lineBy(embedderMeaning('may-return'), retail, odd), 'both ; order[] where order_id=#W2611340')
  assert.equal(await lineBy(embedderMeaning('count'), northwind, 'hm so in 1997'), 'records ; count(order) where ordered between 1997-01-01|1998-01-01')
})

test('what cannot be meant beside an id is not, however near it lies', async () => {
  assert.match(await lineBy(embedderMeaning('spent'), retail, odd), /order_id=#W2611340/)
})

test('rules stand where vectors are another model’s, or where there is none: nothing is embedded', async () => {
  const rules = lineOf(await readRecordQuestion(questionOf(retail, odd), retail.findValues)).trim()
  const other = embedderMeaning('tracking', 'other-model')
  assert.notEqual(await lineBy(embedderMeaning('tracking'), retail, odd), rules)
  assert.equal(await lineBy(other, retail, odd), rules)
  assert.equal(await lineBy(null, retail, odd), rules)
  assert.deepEqual(other.asked, [])
})

test('rules stand for staff, and where what is kept is no orders: nothing is embedded', async () => {
  const embedder = embedderMeaning('list')
  for (const [domain, text, isStaff] of [
    [retail, odd, true],
    [library, 'my loans please', false],
    [clinic, 'my appointments please', false],
  ] as const) {
    const rules = lineOf(await readRecordQuestion(questionOf(domain, text, { isStaff }), domain.findValues)).trim()
    assert.equal(await lineBy(embedder, domain, text, { isStaff }), rules)
  }
  assert.deepEqual(embedder.asked, [])
})

test('rules stand when embedding fails, and the failure is told', async () => {
  const broken = { id: intentEmbedderId, embed: () => Promise.reject(new Error('no memory')) }
  const rules = lineOf(await readRecordQuestion(questionOf(retail, odd), retail.findValues)).trim()
  failures.length = 0
  assert.equal(await lineBy(broken, retail, odd), rules)
  assert.equal(String(failures[0]), 'Error: no memory')
})

test('who stops waiting stops the reading', async () => {
  const stopping = new AbortController()
  const stopped = {
    id: intentEmbedderId,
    embed: async () => {
      stopping.abort(new Error('gone'))
      throw stopping.signal.reason
    },
  }
  await assert.rejects(async () => readerWith(stopped)(questionOf(retail, odd), retail.findValues, stopping.signal), /gone/)
})

test('rules stand where no meaning is likely', async () => {
  const held = { row: true, id: true, thing: false, talk: false, carriage: false }
  let between = new Float32Array(vectorMeaning('state').length)
  // A step away from what is likeliest, until nothing is.
  for (let step = 0; step < 200; step++) {
    const away = vectorMeaning(likelyIntents(between, held)[0]!.intent)
    between = between.map((value, at) => value - 0.01 * away[at]!)
  }
  const unsure = { id: intentEmbedderId, embed: async () => [between] }
  assert.ok(likelyIntents(between, held)[0]!.probability < 0.3)
  const rules = lineOf(await readRecordQuestion(questionOf(retail, odd), retail.findValues)).trim()
  assert.equal(await lineBy(unsure, retail, odd), rules)
})

test('rules stand where a plain question would leave out what was asked', async () => {
  const text = 'hm #W2611340 and #W1111111'
  const rules = lineOf(await readRecordQuestion(questionOf(retail, text), retail.findValues)).trim()
  assert.equal(await lineBy(embedderMeaning('total'), retail, text), rules)
})

test('a greeting is not embedded', async () => {
  const embedder = embedderMeaning('list')
  await lineBy(embedder, retail, 'Hello!')
  assert.deepEqual(embedder.asked, [])
})

test('a wish to change is refused as one: with the row that it is of, or with none', async () => {
  assert.equal(await lineBy(embedderMeaning('change'), retail, 'hm I would sooner have none of it'), 'refused change')
  assert.equal(await lineBy(embedderMeaning('change'), retail, odd), 'refused change ; order[] where order_id=#W2611340')
})

test('what is somebody else’s, and what is hidden, is refused without a request', async () => {
  assert.equal(await lineBy(embedderMeaning('others'), retail, 'hm and what of the neighbours'), 'refused others')
  assert.equal(await lineBy(embedderMeaning('hidden'), northwind, 'hm and what do you earn on it'), 'refused hidden')
})

test('what was said before is what "it" is', async () => {
  const history: Message[] = [
    { role: 'user', content: 'Where is my order #W2611340?' },
    { role: 'assistant', content: 'The status of your order #W2611340 is pending.' },
  ]
  assert.match(
    await lineBy(embedderMeaning('tracking'), retail, 'hm a code of it, so I can follow', { history }),
    /^records ; tracking number\[\] where order\.order_id=#W2611340/,
  )
})

test('whatever is meant, no request names whose rows are read', async () => {
  const said: readonly (readonly [Domain, string])[] = [
    [retail, 'hm user yusuf_rossi_9620'],
    [retail, 'hm customer number yusuf_rossi_9620 #W2611340'],
    [retail, 'hm Desk Lamp of John Smith'],
    [northwind, 'hm customer ALFKI'],
    [northwind, 'hm customer number ALFKI 10248'],
    [northwind, 'hm Chai of the company Ernst Handel in 1997'],
  ]
  for (const intent of intents)
    for (const [domain, text] of said) {
      const { requests } = await readerWith(embedderMeaning(intent))(questionOf(domain, text), domain.findValues)
      const named = requests
        .flatMap(({ where, within }) => [...where, ...(within?.where ?? [])])
        .filter(({ field }) => namesACustomer(domain.description, field))
      assert.deepEqual(named, [], `${intent}: ${text}`)
    }
})

const rulesLine = async (domain: Domain, text: string): Promise<string> => lineOf(await readRecordQuestion(questionOf(domain, text), domain.findValues)).trim()

test('a meaning that leaves out what the words name does not stand: another thing than orders, a place, what is not', async () => {
  const kept: [Domain, Parameters<typeof embedderMeaning>[0], string][] = [
    [retail, 'latest-total', 'What did my first order cost?'],
    [retail, 'count', 'How many payments did I make?'],
    [retail, 'list', 'Which of my orders are not delivered?'],
    [retail, 'spent', 'How much did my most expensive order cost?'],
    [retail, 'order-of', 'How many lamps did I buy?'],
    [northwind, 'count', 'How many lines are in my last order?'],
    [northwind, 'freight-average', 'What is the average value of an order?'],
    [northwind, 'placed', 'When was 10248 shipped?'],
  ]
  for (const [domain, intent, text] of kept)
    assert.equal(await lineBy(embedderMeaning(intent), domain, text), await rulesLine(domain, text), `${intent}: ${text}`)
})

test('what carrying costs is no total of goods, unless the total includes it', async () => {
  assert.match(await lineBy(embedderMeaning('total'), northwind, 'hm the freight on 10248'), /freight/)
  assert.doesNotMatch(await lineBy(embedderMeaning('latest-total'), northwind, 'postage on the last one'), /goods/)
})

test('rules of the shop and everybody’s rows, named outright, are no matter of likelihood', async () => {
  for (const text of ['What is your return policy?', 'Can I pay with PayPal?', 'How long is the guarantee on lamps?'])
    assert.match(await lineBy(embedderMeaning('thing-state'), retail, text), /^documents/, text)
  for (const text of [
    'What have all your customers spent put together?',
    'Show me every order anyone has made',
    'My mate Anya Kovacs shops here, what did they get?',
  ])
    assert.match(await lineBy(embedderMeaning('spent'), retail, text), /^refused others/, text)
})
