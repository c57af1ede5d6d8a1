import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { textToEmbed } from '../../domain/chunk-text.ts'
import { chunkDocument } from './chunk-strategies.ts'
import { chunkStrategies, defaultChunkSettings, type ChunkSettings } from './chunk-settings.ts'
import { estimateTokens } from './estimate-tokens.ts'
import { parseMarkdown } from '../parse/parse-markdown.ts'
import type { ParsedDocument } from '../parse/parsed.ts'

const small: ChunkSettings = { ...defaultChunkSettings, targetTokens: 60, maxTokens: 100, minTokens: 12 }

const sentence = 'The lock expires after thirty seconds of silence. '
const guide = parseMarkdown(
  `---\ntitle: Guide\n---\n\n# Guide\n\n${sentence.repeat(3)}\n\n## Locks\n\n${sentence.repeat(9)}\n\n- one item\n- another\n\n## Keys\n\n${sentence.repeat(2)}\n`,
)

const part = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.constantFrom(
    '# One',
    '### Three',
    '```\ncode here\n```',
    '<!-- unseen -->',
    '- a\n- b',
    '价格上涨了三倍。锁定将过期。',
    'x'.repeat(900),
    '🙂'.repeat(90),
    sentence.repeat(12),
  ),
)
const markdown = fc.array(part, { maxLength: 20 }).map((parts) => parts.join('\n\n').replaceAll('\0', '').replaceAll('\r\n', '\n').toWellFormed())

const checkInvariants = (parsed: ParsedDocument, settings: ChunkSettings): void => {
  const chunks = chunkDocument(parsed, estimateTokens, settings)
  const missing = Array.from({ length: parsed.text.length }, (_, index) => /\S/.test(parsed.text[index]!))
  for (const { kind, start, end } of parsed.blocks) if (kind === 'unseen') missing.fill(false, start, end)
  let [lastStart, lastEnd] = [-1, 0]
  for (const [index, { ordinal, start, end, tokens, headingPath }] of chunks.entries()) {
    assert.equal(ordinal, index)
    assert.ok(start > lastStart && end > lastEnd && end <= parsed.text.length, `${start}…${end} after ${lastStart}…${lastEnd}`)
    if (settings.overlapTokens === 0) assert.ok(start >= lastEnd, 'overlaps without being asked to')
    assert.ok(tokens <= settings.maxTokens, `${tokens} tokens`)
    const quote = parsed.text.slice(start, end)
    assert.equal(quote, quote.trim())
    assert.ok(quote.isWellFormed(), 'a surrogate pair was cut')
    const embedded = settings.headingContext ? textToEmbed(parsed.title, headingPath, quote) : textToEmbed('', [], quote)
    assert.ok(estimateTokens(embedded) <= settings.maxTokens * 1.2, 'weighs far more than it says')
    missing.fill(false, start, end)
    ;[lastStart, lastEnd] = [start, end]
  }
  assert.equal(missing.indexOf(true), -1, 'text is in no chunk')
}

for (const strategy of chunkStrategies) {
  for (const overlapTokens of strategy === 'fixed' || strategy === 'recursive' ? [0, 15] : [0]) {
    test(`${strategy}, overlap ${overlapTokens}: chunks of any text are in order, hold all that is seen, and stay under the limit`, () => {
      fc.assert(
        fc.property(markdown, fc.boolean(), (text, headingContext) =>
          checkInvariants({ ...parseMarkdown(text), title: 'A title' }, { ...small, strategy, overlapTokens, headingContext }),
        ),
        { numRuns: 200 },
      )
    })
  }
}

const textsOf = (settings: Partial<ChunkSettings>): string[] =>
  chunkDocument(guide, estimateTokens, { ...small, ...settings }).map(({ start, end }) => guide.text.slice(start, end))

test('sentence-window: every sentence is a chunk of its own, with its section as heading path', () => {
  const chunks = chunkDocument(guide, estimateTokens, { ...small, strategy: 'sentence-window' })
  const locks = chunks.filter(({ start, end }) => guide.text.slice(start, end) === sentence.trim())
  assert.equal(locks.length, 14)
  assert.deepEqual(locks.at(-1)?.headingPath, ['Keys'])
})

test('fixed: windows run over headings; with an overlap each begins with the end of the one before', () => {
  const plain = textsOf({ strategy: 'fixed' })
  assert.ok(plain.some((text) => /seconds[^#]*## Locks\s+The/.test(text)))
  const overlapping = chunkDocument(guide, estimateTokens, { ...small, strategy: 'fixed', overlapTokens: 40 })
  for (const [index, { start }] of overlapping.slice(1).entries()) {
    const shared = guide.text.slice(start, overlapping[index]!.end)
    assert.ok(estimateTokens(shared) > 30 && estimateTokens(shared) <= 40, shared)
  }
})

test('recursive: no chunk ends inside a sentence where sentences fit', () => {
  for (const text of textsOf({ strategy: 'recursive' })) assert.match(text, /[.\w]$/)
  assert.ok(textsOf({ strategy: 'recursive' }).every((text) => !/ (?:The|after|of)$/.test(text)))
})

test('without heading context a chunk weighs what its text weighs', () => {
  const weightOf = (headingContext: boolean): number =>
    chunkDocument({ ...parseMarkdown(sentence), title: 'A long title of a guide' }, estimateTokens, { ...small, headingContext })[0]!.tokens
  assert.equal(weightOf(false), estimateTokens(sentence))
  assert.equal(weightOf(true), estimateTokens(`A long title of a guide ${sentence}`))
})
