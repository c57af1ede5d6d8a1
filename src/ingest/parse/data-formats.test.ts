import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import papa from 'papaparse'
import { chunkByStructure } from '../chunk/chunk.ts'
import { defaultChunkSettings } from '../chunk/chunk-settings.ts'
import { estimateTokens } from '../chunk/estimate-tokens.ts'
import { parseCsv } from './parse-csv.ts'
import { parseJson, parseJsonLines } from './parse-json.ts'
import { parseMdx } from './parse-mdx.ts'
import { parseNotebook } from './parse-notebook.ts'
import { parseAsciiDoc, parseOrg, parseRst } from './parse-outline.ts'
import type { ParsedDocument } from './parsed.ts'

/** Blocks are in order without overlap, and chunks hold every character that is seen. */
const checkStructure = (parsed: ParsedDocument): void => {
  const missing = Array.from({ length: parsed.text.length }, (_, index) => /\S/.test(parsed.text[index]!))
  let last = 0
  for (const { kind, start, end } of parsed.blocks) {
    assert.ok(start >= last && start <= end && end <= parsed.text.length, `${kind} ${start}…${end} after ${last}`)
    if (kind === 'unseen') missing.fill(false, start, end)
    last = end
  }
  let lastChunk = 0
  for (const { start, end } of chunkByStructure(parsed, estimateTokens, defaultChunkSettings)) {
    assert.ok(start >= lastChunk && start < end)
    assert.equal(parsed.text.slice(start, end), parsed.text.slice(start, end).trim())
    missing.fill(false, start, end)
    lastChunk = end
  }
  assert.equal(missing.indexOf(true), -1, `text is in no chunk: ${parsed.text.slice(missing.indexOf(true)).slice(0, 40)}`)
}

const wellFormed = fc.string({ unit: 'grapheme', maxLength: 60 }).map((text) => text.replaceAll('\0', '').toWellFormed())
const value = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'large' },
    wellFormed,
    fc.lorem({ maxCount: 200 }),
    fc.integer(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 12 }),
    fc.dictionary(wellFormed, tie('value'), { maxKeys: 12, noNullPrototype: true }),
  ),
})).value

test('any JSON keeps its values, and all of it is in a chunk', () => {
  fc.assert(
    fc.property(value, fc.constantFrom(0, 2), (data, indent) => {
      const source = JSON.stringify(data, null, indent)
      const parsed = parseJson(source)
      assert.deepEqual(JSON.parse(parsed.text), JSON.parse(source))
      checkStructure(parsed)
    }),
    { numRuns: 300 },
  )
})

test('what is no JSON is read all the same', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('{', '}', '[', ']', ':', ',', '"a"', '"', '1', ' ', '\n', '//', 'x'), { maxLength: 40 }), (parts) => {
      const parsed = parseJson(`${parts.join('')}x`)
      checkStructure(parsed)
      checkStructure(parseJsonLines(`${parts.join('')}x`))
    }),
    { numRuns: 500 },
  )
})

test('why JSON was read as plain text is told: broken, or nested too deeply', () => {
  assert.deepEqual(parseJson('{\n"a": }').notes, ['It is not valid JSON (line 2) and was read as plain text.'])
  assert.deepEqual(parseJson('['.repeat(200_000) + ']'.repeat(200_000)).notes, [
    'It is JSON nested deeper than 500 levels (line 1) and was read as plain text.',
  ])
})

test('any table of values keeps each of them, and all of it is in a chunk', () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(fc.oneof(wellFormed, fc.lorem({ maxCount: 150 })), { minLength: 2, maxLength: 8 }), { minLength: 1, maxLength: 20 }),
      (rows) => {
        const parsed = parseCsv(papa.unparse(rows))
        for (const cell of rows.flat()) assert.ok(parsed.text.includes(cell.replace(/\s+/g, ' ').trim()), cell)
        checkStructure(parsed)
      },
    ),
    { numRuns: 300 },
  )
})

const mdxPart = fc.oneof(
  fc.lorem({ maxCount: 60 }),
  fc.constantFrom(
    '# A',
    '<Tabs>',
    '</Tabs>',
    '<Tab label="x">',
    '</Tab>',
    '<A />',
    '{x}',
    '{',
    '}',
    '{/* c */}',
    "import a from 'a'",
    'export const b = {',
    '```',
    '- a',
    '| a | b |\n| - | - |',
    '<A>b</A>',
    'a <B>c</B> {d}',
  ),
)

test('any MDX, sound or broken, is in order, and all that is seen is in a chunk', () => {
  fc.assert(
    fc.property(fc.array(mdxPart, { maxLength: 15 }), fc.constantFrom('\n', '\n\n'), (parts, between) => checkStructure(parseMdx(parts.join(between)))),
    { numRuns: 500 },
  )
})

test('any cells of a notebook are in order, and all of them is in a chunk', () => {
  const cell = fc.record({
    cell_type: fc.constantFrom('markdown', 'code', 'raw', 'heading'),
    source: fc.oneof(wellFormed, fc.array(fc.lorem()), fc.constant('```\nx')),
  })
  fc.assert(
    fc.property(fc.array(cell, { maxLength: 20 }), (cells) => checkStructure(parseNotebook(JSON.stringify({ cells })))),
    { numRuns: 200 },
  )
})

for (const [name, parse, source] of [
  ['reStructuredText', parseRst, '=====\nPorts\n=====\n\nIntro.\n\nDepths\n------\n\nFour.\n\nNorth\n~~~~~\n\nFive.\n\nBells\n-----\n\nOne.\n'],
  ['AsciiDoc', parseAsciiDoc, '= Ports\n\nIntro.\n\n== Depths\n\nFour.\n\n=== North\n\nFive.\n\n== Bells\n\n----\n==\n----\n'],
  ['Org', parseOrg, '* Ports\n\nIntro.\n\n** Depths\n\nFour.\n\n*** North\n\nFive.\n\n** Bells\n\n*bold* words.\n'],
] as const) {
  test(`headings of ${name} give the structure`, () => {
    const parsed = parse(source)
    const headings = parsed.blocks.flatMap(({ kind, depth, title }) => (kind === 'heading' ? [`${depth} ${title}`] : []))
    assert.deepEqual([parsed.title, headings], ['Ports', ['1 Ports', '2 Depths', '3 North', '2 Bells']])
    checkStructure(parsed)
  })
}
