import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { textToEmbed } from '../../domain/chunk-text.ts'
import { defaultChunkSettings, type ChunkSettings } from './chunk-settings.ts'
import { chunkByStructure } from './chunk.ts'
import { estimateTokens } from './estimate-tokens.ts'
import { parseMarkdown } from '../parse/parse-markdown.ts'
import { parsePlain } from '../parse/parse-plain.ts'
import type { ParsedDocument } from '../parse/parsed.ts'

const small: ChunkSettings = { ...defaultChunkSettings, targetTokens: 60, maxTokens: 100, minTokens: 12 }

const textsOf = (parsed: ParsedDocument, settings = small): string[] =>
  chunkByStructure(parsed, estimateTokens, settings).map(({ start, end }) => parsed.text.slice(start, end))

const markdownPart = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 300 }),
  fc.string({ unit: 'binary', maxLength: 80 }),
  fc.lorem({ maxCount: 120 }),
  fc.integer({ min: 1, max: 6 }).map((depth) => `${'#'.repeat(depth)} Heading ${depth}`),
  fc.lorem({ maxCount: 90 }).map((words) =>
    words
      .split(' ')
      .map((word) => `- ${word}`)
      .join('\n'),
  ),
  fc.lorem({ maxCount: 60 }).map((words) => `\`\`\`\n${words.replaceAll(' ', '\n')}\n\`\`\``),
  fc.constantFrom(
    '{% hint style="info" %}',
    '{% endhint %}',
    '<!-- unseen -->',
    '| a | b |\n| --- | --- |\n| 1 | 2 |',
    '> quoted\n> twice',
    '---',
    '<div>\n<b>x</b>\n</div>',
    '```',
    '    indented',
    '😀'.repeat(150),
    'x'.repeat(2000),
    '[a]: https://example.org',
  ),
)
const markdownText = fc.array(markdownPart, { maxLength: 25 }).map((parts) => parts.join('\n\n').replaceAll('\0', '').replaceAll('\r\n', '\n').toWellFormed())

/** What a reader sees: all but white space and the spans that are unseen. */
const seen = (parsed: ParsedDocument): boolean[] => {
  const visible = Array.from({ length: parsed.text.length }, (_, index) => /\S/.test(parsed.text[index]!))
  for (const { kind, start, end } of parsed.blocks) if (kind === 'unseen') visible.fill(false, start, end)
  return visible
}

const checkInvariants = (parsed: ParsedDocument): void => {
  const chunks = chunkByStructure(parsed, estimateTokens, small)
  const missing = seen(parsed)
  let last = 0
  for (const [index, { ordinal, start, end, tokens, headingPath }] of chunks.entries()) {
    assert.equal(ordinal, index)
    assert.ok(start >= last && start < end && end <= parsed.text.length, `${start}…${end} after ${last}`)
    assert.ok(tokens <= small.maxTokens, `${tokens} tokens`)
    const quote = parsed.text.slice(start, end)
    assert.equal(quote, quote.trim())
    assert.ok(quote.isWellFormed(), 'a surrogate pair was cut')
    assert.ok(estimateTokens(textToEmbed(parsed.title, headingPath, quote)) <= small.maxTokens, 'weighs more than it says')
    missing.fill(false, start, end)
    last = end
  }
  assert.equal(missing.indexOf(true), -1, 'text is in no chunk')
}

test('chunks of any Markdown are in order, never overlap, hold all that is seen, and stay under the limit', () => {
  fc.assert(
    fc.property(markdownText, (text) => checkInvariants({ ...parseMarkdown(text), title: 'A title' })),
    { numRuns: 300 },
  )
})

test('chunks of any plain text do too', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        markdownText,
        fc.string({ unit: 'binary', maxLength: 3000 }).map((text) => text.toWellFormed()),
      ),
      (text) => checkInvariants(parsePlain(text)),
    ),
    { numRuns: 300 },
  )
})

test('a section that fits is one chunk and carries the headings above it', () => {
  const parsed = parseMarkdown(
    '# Guide\n\nWhat this guide is for, in a sentence or two that are long enough.\n\n## Budgets\n\n### Limits\n\nA key may spend two dollars a day, which is enough for most.',
  )
  const chunks = chunkByStructure({ ...parsed, title: 'Guide' }, estimateTokens, small)
  assert.deepEqual(
    chunks.map(({ headingPath }) => headingPath),
    [[], ['Budgets', 'Limits']],
  )
  assert.match(parsed.text.slice(chunks[1]!.start, chunks[1]!.end), /^## Budgets\n\n### Limits\n\nA key/)
})

test('front matter and comments are in no chunk', () => {
  const texts = textsOf(parseMarkdown('---\ntitle: Secret title\n---\n<!-- note to self -->\n\nText.\n'))
  assert.deepEqual(texts, ['Text.'])
})

test('a table and a block of code that fit are kept whole', () => {
  const table = '| Flag | Meaning |\n| --- | --- |\n' + Array.from({ length: 8 }, (_, row) => `| flag${row} | meaning ${row} |`).join('\n')
  const code = '```sh\n' + 'run --now\n\n'.repeat(12) + '```'
  const filler = 'Some words that fill the page. '.repeat(5).trim()
  const texts = textsOf(parseMarkdown(`${filler}\n\n${table}\n\n${filler}\n\n${code}`))
  assert.ok(texts.some((text) => text.includes(table)))
  assert.ok(texts.some((text) => text.includes(code)))
})

test('a line that announces a list goes with the list', () => {
  const list = Array.from({ length: 10 }, (_, item) => `- option number ${item}`).join('\n')
  const texts = textsOf(parseMarkdown(`${'Words before the list stand here. '.repeat(6).trim()}\n\nThe options are:\n\n${list}`))
  assert.ok(texts.some((text) => text.startsWith('The options are:\n\n- option number 0')))
})

test('a lone heading goes with the section below it, never with the one above', () => {
  const body = 'Words of a section that is long enough to stand alone in a chunk of its own.'
  const texts = textsOf(parseMarkdown(`# One\n\n${body}\n\n# Two\n\n## Three\n\n${body}`))
  assert.deepEqual(texts, [`# One\n\n${body}`, `# Two\n\n## Three\n\n${body}`])
})

test('sections too short to stand alone share a chunk under the heading above all of them', () => {
  const parsed = parseMarkdown('# Glossary\n\n## Terms\n\n### Alert\n\nIt fires.\n\n### Bridge\n\nIt joins.\n\n### Client\n\nIt calls.')
  const chunks = chunkByStructure({ ...parsed, title: 'Glossary' }, estimateTokens, { ...small, minTokens: 20 })
  assert.deepEqual(
    chunks.map(({ headingPath }) => headingPath),
    [['Terms']],
  )
})

test('GitBook marks stay with what they are about', () => {
  const body = 'A hint that is worth a whole sentence of its own, and then some more words for the weight.'
  const texts = textsOf(
    parseMarkdown(
      `# A\n\n${body} ${body}\n\n{% hint style="info" %}\n- ${body}\n{% endhint %}\n\n{% tabs %}\n\n{% tab title="x" %}\n\n\`\`\`\n${body}\n\`\`\`\n\n{% endtab %}\n\n{% endtabs %}`,
    ),
  )
  for (const text of texts) assert.equal(text.match(/\{% (?:hint|tab|tabs)\b/g)?.length ?? 0, text.match(/\{% end/g)?.length ?? 0, text)
})

test('prose that is too long is cut between sentences, code between lines', () => {
  const sentence = 'The quick brown fox jumps over the lazy dog near the river bank.'
  for (const text of textsOf(parsePlain(`${sentence} `.repeat(60)))) assert.match(text, /^The quick.*bank\.$/s)
  for (const text of textsOf(parseMarkdown('```\n' + 'let value = compute(input)\n'.repeat(80) + '```'))) assert.match(text, /^(?:```|let)[^]*(?:```|\))$/)
})

const within = (limitMs: number, work: () => void): void => {
  const start = performance.now()
  work()
  const ms = performance.now() - start
  assert.ok(ms < limitMs, `took ${Math.round(ms)} ms`)
}

// Each takes about a second on an idle core; what grows with the square would take minutes.
for (const [name, text] of [
  ['5 MB on one line', 'some words and a stop. '.repeat(220_000)],
  ['5 MB on one line without a stop', 'word '.repeat(1_000_000)],
  ['5 MB without a space', 'x'.repeat(5_000_000)],
  ['10,000 headings', '## A heading\n\nA line.\n\n'.repeat(10_000)],
  ['10,000 lone headings', '# A heading\n'.repeat(10_000)],
  ['10,000 list items', '- an item of a list\n'.repeat(10_000)],
  ['a fence that never ends', '```\n' + 'code()\n'.repeat(100_000)],
  ['50,000 brackets', '['.repeat(50_000) + '!['.repeat(50_000)],
  ['1,500 nested lists', '* '.repeat(1_500) + 'a'],
  ['10,000 comments', '<!-- a -->\n\n'.repeat(10_000)],
  ['1 MB of white space', `a.${' '.repeat(500_000)}b${'\n'.repeat(500_000)}c`],
] as const) {
  test(`time grows linearly: ${name}`, () => {
    within(30_000, () => assert.ok(chunkByStructure(parseMarkdown(text), estimateTokens, defaultChunkSettings).length > 0 || name.includes('comments')))
  })
}
