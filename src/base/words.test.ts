import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { queryTerms, termsOf } from './words.ts'

const check = (text: string, language: string, expected: string): void => assert.deepEqual(termsOf(text, language), expected.split(' ').filter(Boolean), text)

test('words are folded and stemmed for their language', () => {
  check('Running tokens', 'en', 'run token')
  check('Las canciones', 'es', 'las cancion')
  check('Die Häuser', 'de', 'die haus')
  check('книгами', 'ru', 'книг')
  check('Running tokens', 'xx', 'running tokens')
})

test('a word without its accents finds the word with them', () => {
  check('cafés naïve straße Ångström', 'en', 'cafe naiv strass angstrom')
  assert.deepEqual(termsOf('canción', 'es'), termsOf('cancion', 'es'))
  assert.deepEqual(termsOf('cafe\u0301', 'fr'), termsOf('café', 'fr'))
})

test('an identifier is found whole and by its parts', () => {
  check('max_tokens', 'en', 'max_tokens max token')
  check('prometheus.yml', 'en', 'prometheus.yml prometheus yml')
  check('`--storage.tsdb.path`', 'en', 'storage.tsdb.path storag tsdb path --storage.tsdb.path')
  check('maxTokens HTTPServer', 'en', 'maxtokens max token httpserver http server')
  check('well-known', 'en', 'well-known well known')
})

test('numbers keep their digits together, with or without separators', () => {
  check('1,000,000 and 3.14', 'en', '1000000 and 3.14 3 14')
  check('1,2,3', 'en', '1 2 3')
})

test('an apostrophe is part of an English word and ends an article elsewhere', () => {
  check('Biden’s plan', 'en', 'biden plan')
  check("l'eau", 'fr', 'eau')
})

test('scripts without spaces become pairs of characters, a single one stays', () => {
  check('東京都庁', 'ja', '東京 京都 都庁')
  check('我', 'zh', '我')
  check('Node中文v2', 'zh', 'node 中文 v2')
})

test('a question leaves out words that carry no subject, unless it has no others', () => {
  assert.deepEqual(queryTerms('What is the retention of tokens?', ['en']), ['retent', 'token'])
  assert.deepEqual(queryTerms('Who are you', ['en']), ['who', 'are', 'you'])
  assert.deepEqual(queryTerms('???', ['en']), [])
  assert.deepEqual(queryTerms("What's the is_ready flag?", ['en', 'fr']), ['is_ready', 'is', 'readi', 'flag', 'ready'])
})

test('a question is read in each language of its collection', () => {
  assert.deepEqual(queryTerms('häuser', ['de', 'en']), ['haus', 'hauser'])
})

test('every text is read without failing, into terms of bounded length', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), fc.constantFrom('en', 'de', 'ja', 'ar', 'xx'), (text, language) => {
      for (const term of termsOf(text, language)) assert.ok(term.length > 0 && term.length <= 66 && !/\s/u.test(term), JSON.stringify(term))
    }),
  )
})

test('reading a text again gives the same terms, whatever was read in between', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 100 }), (text) => {
      const first = termsOf(text, 'en')
      termsOf(`${text} ${text}x`, 'de')
      assert.deepEqual(termsOf(text, 'en'), first)
    }),
  )
})
