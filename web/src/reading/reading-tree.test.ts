import assert from 'node:assert/strict'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { readingTree, type Branch, type Leaf, type ReadingNode } from './reading-tree.ts'

const leavesOf = (nodes: readonly ReadingNode[]): Leaf[] => nodes.flatMap((node) => (node.kind === 'branch' ? leavesOf(node.children) : [node]))
const branchesOf = (nodes: readonly ReadingNode[]): Branch[] => nodes.flatMap((node) => (node.kind === 'branch' ? [node, ...branchesOf(node.children)] : []))
const seen = (text: string): string =>
  leavesOf(readingTree(text))
    .filter(({ kind }) => kind === 'text')
    .map(({ start, end }) => text.slice(start, end))
    .join('')

const assertWhole = (text: string, name: string): void => {
  let at = 0
  for (const { start, end } of leavesOf(readingTree(text))) {
    assert.equal(start, at, `${name}: a leaf begins at ${start}, the one before ended at ${at}`)
    assert.ok(end > start, `${name}: an empty leaf at ${start}`)
    at = end
  }
  assert.equal(at, text.length, name)
}

test('the leaves of any Markdown are its characters, each once and in order', () => {
  const marks = fc.constantFrom(
    '# ',
    '**',
    '*',
    '`',
    '```',
    '\n',
    '\n\n',
    '> ',
    '- ',
    '1. ',
    '    ',
    '\t',
    '[',
    '](https://a.b)',
    '![',
    '|',
    '|---|\n',
    '<b>',
    '&amp;',
    '&#x1F600;',
    '\\*',
    '---\n',
    '[^1]',
    '~~',
    'word ',
    '😀',
    'é',
  )
  fc.assert(
    fc.property(fc.array(fc.oneof(marks, fc.string({ maxLength: 6 })), { maxLength: 40 }), (parts) =>
      assertWhole(parts.join(''), JSON.stringify(parts.join(''))),
    ),
    { numRuns: 1500 },
  )
})

const realDocuments = ['terraform-best-practices', 'prometheus-docs'].map((name) => join(import.meta.dirname, '../../../../shared/data', name))
const missing = realDocuments.every(existsSync) ? false : 'the shared data is not beside this checkout'

test('the leaves of real documents are their characters', { skip: missing }, () => {
  const files = realDocuments.flatMap((folder) => globSync(join(folder, '**/*.md')))
  assert.ok(files.length > 50)
  for (const file of files) assertWhole(readFileSync(file, 'utf8').replaceAll('\r\n', '\n'), file)
})

test('markup is hidden and words are shown', () => {
  const rows: [string, string][] = [
    ['# A *title*', 'A title'],
    ['**Bold** and `code` and [a link](https://example.org "x")', 'Bold and code and a link'],
    ['> quoted\n> twice', 'quoted\ntwice'],
    ['- one\n- two', 'onetwo'],
    ['1 \\* 2', '1 * 2'],
    ['```ts\nlet a = 1\n```', 'let a = 1'],
    ['![the picture](https://example.org/a.png)', 'the picture'],
    ['a &lt; b', 'a &lt; b'],
    ['| a |\n|---|\n|   |', 'a'],
  ]
  for (const [markdown, words] of rows) assert.equal(seen(markdown), words, markdown)
})

test('HTML is text like any other', () => {
  const text = '<img src=x onerror="alert(1)"> and <script>alert(1)</script>\n\n<iframe src="https://example.org"></iframe>'
  assert.equal(seen(text), text.replace('\n\n', ''))
})

test('only http and https become links', () => {
  const text = '[a](javascript:alert(1)) [b](data:text/html,x) [c](https://example.org/) [d](../other.md) [e](JaVaScRiPt:alert(1)) [f](//example.org)'
  const links = branchesOf(readingTree(text)).filter(({ tag }) => tag === 'a')
  assert.deepEqual(
    links.map(({ href }) => href),
    ['https://example.org/'],
  )
})

test('the first row of a table is its head', () => {
  const tags = branchesOf(readingTree('| a | b |\n|---|---|\n| 1 | 2 |')).map(({ tag }) => tag)
  assert.deepEqual(tags, ['table', 'tr', 'th', 'th', 'tr', 'td', 'td'])
})

test('hostile nesting keeps every character and never grows deep', () => {
  for (const text of ['> '.repeat(12_000), '> '.repeat(400) + 'x', '*_'.repeat(500) + 'a' + '_*'.repeat(500), '- '.repeat(400) + 'x']) {
    assertWhole(text, text.slice(0, 10))
    assert.ok(depthOf(readingTree(text)) < 60)
  }
})

const depthOf = (nodes: readonly ReadingNode[]): number => Math.max(0, ...nodes.map((node) => (node.kind === 'branch' ? 1 + depthOf(node.children) : 0)))
