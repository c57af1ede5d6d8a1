import assert from 'node:assert/strict'
import { test } from 'node:test'
import { abstention } from './abstain.ts'
import { passageOf } from './passage-for-tests.ts'

for (const [text, opening] of [
  ['Who won the league?', /^The documents do not seem to speak of this\. Searched: 1 passage; nearest: guide\.md\.$/],
  ['¿Quién ganó la liga?', /^Los documentos no parecen .*guide\.md\.$/],
  ['Wer hat die Liga gewonnen?', /^Die Dokumente scheinen .*guide\.md\.$/],
  ['谁赢得了联赛？', /^这些文档.*guide\.md。$/],
  ['Кто выиграл лигу?', /^The documents/],
] as const) {
  test(`"${text}" is declined in its language where we have words for it`, () => {
    assert.match(abstention('nothing_relevant', [passageOf('x')], { text, collection: 'default' }).message, opening)
  })
}

test('a reason that has no words in a language is told in English', () => {
  assert.match(abstention('conflicting', [passageOf('x')], { text: '¿Cuál es el límite?', collection: 'default' }).message, /^The documents contradict/)
})

test('an empty collection is named', () => {
  assert.match(abstention('nothing_relevant', [], { text: '¿Cuál es el límite?', collection: 'papers' }).message, /"papers"/)
})
