import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isSameSite, pageKey, siteScope } from './site-scope.ts'

const resolve = (start: string, href: string, base = start): string | null => siteScope(new URL(start)).resolve(href, new URL(base))?.href ?? null

test('pages below the directory of the start page belong to the site', () => {
  const rows: [start: string, directory: string][] = [
    ['https://a.org/', 'https://a.org/'],
    ['https://a.org/index.html', 'https://a.org/'],
    ['https://a.org/docs/', 'https://a.org/docs/'],
    ['https://a.org/docs/start.html', 'https://a.org/docs/'],
    ['https://a.org/docs/guide', 'https://a.org/docs/'],
    ['https://a.org/docs', 'https://a.org/docs/'],
    ['https://a.org/book.html', 'https://a.org/'],
  ]
  for (const [start, directory] of rows) assert.equal(siteScope(new URL(start)).directory, directory, start)
  assert.equal(resolve('https://a.org/docs', '/docs/guide'), 'https://a.org/docs/guide')
  assert.equal(resolve('https://a.org/docs/', '/docs'), 'https://a.org/docs')
  assert.equal(resolve('https://a.org/docs', '/docs-old/x'), null)
})

test('links are resolved and rid of what does not tell pages apart', () => {
  const start = 'https://a.org/docs/'
  const rows: [href: string, expected: string | null][] = [
    ['guide.html#part', 'https://a.org/docs/guide.html'],
    [' ./guide.html ', 'https://a.org/docs/guide.html'],
    ['../docs/x/../y', 'https://a.org/docs/y'],
    ['//a.org/docs/z', 'https://a.org/docs/z'],
    ['a//b', 'https://a.org/docs/a/b'],
    ['list?page=2', 'https://a.org/docs/list'],
    ['list;jsessionid=1A', 'https://a.org/docs/list'],
    ['ü.html', 'https://a.org/docs/%C3%BC.html'],
    ['HTTPS://A.ORG:443/docs/q', 'https://a.org/docs/q'],
    ['/other/', null],
    ['../../', null],
    ['/docs/../other', null],
    ['http://a.org/docs/x', null],
    ['https://a.org:8443/docs/x', null],
    ['https://b.org/docs/', null],
    ['https://a.org.evil.example/docs/', null],
    ['https://user:secret@a.org/docs/x', null],
    ['mailto:a@b.org', null],
    ['javascript:alert(1)', null],
    ['data:text/html,x', null],
    ['#top', null],
    ['', null],
    ['https://', null],
  ]
  for (const [href, expected] of rows) assert.equal(resolve(start, href), expected, href)
  assert.equal(resolve('https://a.org/w.php?t=A', '?t=B&utm_source=x&sid=3', 'https://a.org/w.php?t=A'), 'https://a.org/w.php?t=B')
})

test('spellings of one page have one key', () => {
  const keys = ['https://a.org/g', 'https://a.org/g/', 'https://a.org/g/index.html', 'https://a.org/g/index.php'].map((it) => pageKey(new URL(it)))
  assert.equal(new Set(keys).size, 1)
  assert.notEqual(pageKey(new URL('https://a.org/g?a')), pageKey(new URL('https://a.org/g?b')))
})

test('a start page may move its site within its own name only', () => {
  const rows: [from: string, to: string, expected: boolean][] = [
    ['http://a.org/', 'https://a.org/', true],
    ['https://a.org/', 'https://www.a.org/en/', true],
    ['https://www.a.org/', 'https://a.org/', true],
    ['https://a.org/', 'https://docs.a.org/', true],
    ['https://docs.a.org/', 'https://a.org/docs/', true],
    ['https://a.org/', 'https://b.org/', false],
    ['https://a.org/', 'https://nota.org/', false],
    ['https://a.org/', 'https://org/', false],
    ['https://a.org/', 'https://a.org:8443/', false],
    ['https://a.org:8443/', 'https://www.a.org:8443/', true],
  ]
  for (const [from, to, expected] of rows) assert.equal(isSameSite(new URL(from), new URL(to)), expected, `${from} → ${to}`)
})
