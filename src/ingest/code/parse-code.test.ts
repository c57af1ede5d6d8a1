import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isDocumentName, typeOfText } from '../parse/detect-type.ts'
import { prepare } from '../prepare.ts'

const parts =
  '{ } ( ) [ ] < > ; : , . = => " \' ` """ /* */ /** // # -- <<EOF EOF @dec #[x] #if #endif template<class> class function def fn func impl interface enum struct namespace const module end begin if else return A b_c déjà 😀 0 \\ \n \n\n \t \u00a0'
    .split(' ')
    .concat(' ')
const names = [
  'a.ts',
  'a.tsx',
  'a.py',
  'a.go',
  'a.rs',
  'a.java',
  'a.cpp',
  'a.cs',
  'a.rb',
  'a.php',
  'a.sh',
  'a.css',
  'a.ini',
  'a.ps1',
  'a.kt',
  'a.tf',
  'Makefile',
]

test('whatever code is thrown together, all of its text is in chunks, once and in order', async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...names), fc.array(fc.constantFrom(...parts), { minLength: 1, maxLength: 400 }), async (name, pieces) => {
      const code = pieces.join(' ')
      fc.pre(code.trim() !== '')
      const { text, chunks } = await prepare(new TextEncoder().encode(code), { source: name })
      let end = 0
      for (const chunk of chunks!) {
        assert.ok(chunk.start >= end && chunk.end > chunk.start)
        assert.equal(text.slice(end, chunk.start).trim(), '')
        end = chunk.end
      }
      assert.equal(text.slice(end).trim(), '')
    }),
    { numRuns: 150 },
  )
})

test('a folder brings in the code that people wrote, not what was made or copied', () => {
  const taken = ['src/a.ts', 'Makefile', 'deploy/Dockerfile', 'main.tf', 'build.gradle', 'lib/ledger.rb', 'conf/app.yaml']
  const left = [
    'vendor/x/a.go',
    'dist/a.js',
    'a.min.js',
    'types/a.d.ts',
    'api/a.pb.go',
    'api/a_pb2.py',
    'pnpm-lock.yaml',
    'package-lock.json',
    'a.png',
    'a',
  ].concat(['book.toml', 'docs/mkdocs.yml', 'site/docusaurus.config.ts', 'sidebars.js', '_config.yml'])
  assert.deepEqual(
    [...taken, ...left].filter((path) => isDocumentName(path)),
    taken,
  )
})

test('a text that is sent under the name of a program is read as one', async () => {
  assert.equal(typeOfText('src/ledger.py'), 'text/x-python')
  assert.equal(typeOfText('notes about python'), 'text/markdown')
  const { mediaType, title } = await prepare(new TextEncoder().encode('"""Keeps the budgets of keys."""\nx = 1\n'), {
    source: 'src/ledger.py',
    mediaType: 'text/x-python',
  })
  assert.deepEqual([mediaType, title], ['text/x-python', 'src/ledger.py: Keeps the budgets of keys'])
})

test('small symbols that share a chunk are all named in its heading path, below what holds them', async () => {
  const pathsOf = async (source: string, code: string): Promise<(readonly string[])[]> =>
    (await prepare(new TextEncoder().encode(code), { source })).chunks!.map(({ headingPath }) => headingPath)
  const loose = 'export const up = (x: number) => x + 1\n\nexport function trim(y: string) {\n  return y.trim()\n}\n\nexport type Point = { x: number }\n'
  assert.deepEqual(await pathsOf('a.ts', loose), [['function up, function trim, type Point']])
  const held = 'class Ledger:\n    def add(self, x):\n        return x + 1\n\n    def take(self, x):\n        return x - 1\n'
  assert.deepEqual(await pathsOf('a.py', held), [['class Ledger', 'function add, function take']])
  assert.deepEqual(await pathsOf('a.ts', 'import x from "x"\n\nexport function only() {\n  return x\n}\n'), [['function only']])
})
