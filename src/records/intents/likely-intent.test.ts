import assert from 'node:assert/strict'
import { test } from 'node:test'
import { canBeMeant, intents, isOfAll, type Held } from './intent.ts'
import { vectorMeaning } from './intents-for-tests.ts'
import learned from './intent-weights.json' with { type: 'json' }
import { likelyIntents } from './likely-intent.ts'

const holding = (...held: readonly (keyof Held)[]): Held => ({
  row: held.includes('row') || held.includes('id'),
  id: held.includes('id'),
  thing: held.includes('thing'),
  talk: held.includes('talk'),
  carriage: false,
})
const meantBy = (held: Held): string[] => intents.filter((intent) => canBeMeant(intent, held))

test('each intent has its weights, and no other has', () => {
  assert.deepEqual(
    learned.intents.map(({ intent }) => intent),
    [...intents],
  )
})

test('a vector along the weights of an intent makes it the likeliest', () => {
  const missed = intents.filter((intent) => likelyIntents(vectorMeaning(intent), holding('row', 'thing', 'talk'))[0]!.intent !== intent)
  assert.deepEqual(missed, [])
})

test('probabilities are of what can be meant alone, the likeliest first, and sum to one', () => {
  for (const held of [holding(), holding('row'), holding('id'), holding('thing'), holding('id', 'thing'), holding('row', 'thing', 'talk')]) {
    for (const intent of ['state', 'cheapest', 'spent', 'off-topic'] as const) {
      const likely = likelyIntents(vectorMeaning(intent), held)
      const probabilities = likely.map(({ probability }) => probability)
      assert.deepEqual(new Set(likely.map((it) => it.intent)), new Set(meantBy(held)))
      assert.ok(Math.abs(probabilities.reduce((sum, each) => sum + each, 0) - 1) < 1e-9)
      assert.deepEqual(
        probabilities,
        probabilities.toSorted((one, other) => other - one),
      )
    }
  }
})

test('nothing of a row is meant where no row is named or was spoken of', () => {
  const meant = meantBy(holding('thing'))
  for (const intent of ['state', 'contents', 'total', 'tracking', 'may-return', 'quantity', 'item-price']) assert.ok(!meant.includes(intent), intent)
})

test('nothing of a thing is meant where none is named', () => {
  const meant = meantBy(holding('row', 'talk'))
  for (const intent of ['order-of', 'thing-state', 'product-price', 'cheapest', 'quantity', 'item-price', 'property'])
    assert.ok(!meant.includes(intent), intent)
})

test('beside an id, nothing of all rows is meant, and of a thing only what it is in that row', () => {
  const meant = meantBy(holding('id', 'thing'))
  assert.deepEqual(
    intents.filter((intent) => isOfAll(intent) && meant.includes(intent)),
    [],
  )
  for (const intent of ['order-of', 'thing-state', 'product-price', 'cheapest']) assert.ok(!meant.includes(intent), intent)
  for (const intent of ['quantity', 'item-price', 'property', 'state']) assert.ok(meant.includes(intent), intent)
})

test('the one before is meant only after something was said', () => {
  assert.ok(!meantBy(holding('row')).includes('previous'))
  assert.ok(meantBy(holding('talk')).includes('previous'))
})

test('a wish to change, a rule, what is hidden, and what is somebody else’s can be meant by any question', () => {
  for (const held of [holding(), holding('id', 'thing'), holding('talk')])
    for (const intent of ['change', 'policy', 'hidden', 'others', 'off-topic']) assert.ok(meantBy(held).includes(intent), intent)
})
