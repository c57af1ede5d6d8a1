import assert from 'node:assert/strict'
import { test } from 'node:test'
import { commandJudge } from '../../../src/guard/command/judge-command.ts'
import { openMvdan } from '../../../src/guard/command/mvdan.ts'
import { readPlainCommand } from '../../../src/guard/command/plain-command.ts'
import { openTreeSitter } from '../../../src/guard/command/tree-sitter.ts'
import type { ShellParser } from '../../../src/guard/command/words.ts'
import { bashMissing, notPlainForBash, type BashFault } from './bash-reading.ts'
import { fuzzedTexts } from './fuzzed.ts'
import { safeSeeds } from './seeds.ts'

const isFull = process.env['ANSWERABLE_GUARD'] === 'full'
const skip = bashMissing() ?? false

const parsers = [await openTreeSitter(), await openMvdan()]

const fuzz = (parsers: readonly ShellParser[], count: number): { safe: number; faults: BashFault[] } => {
  const judge = commandJudge(parsers)
  const faults: BashFault[] = []
  let safe = 0
  for (const texts of fuzzedTexts(count, 20_261_123)) {
    const called = texts
      .filter((text) => judge(text).verdict === 'safe')
      .map((text) => {
        const read = readPlainCommand(parsers, text)
        return { text, words: 'words' in read ? read.words : [] }
      })
    safe += called.length
    if (called.length > 0) faults.push(...notPlainForBash(called))
  }
  return { safe, faults }
}

test('the seeds of the fuzzing are safe, and bash reads them as the recogniser does', { skip }, () => {
  const judge = commandJudge(parsers)
  assert.deepEqual(
    safeSeeds.filter((seed) => judge(seed).verdict !== 'safe'),
    [],
  )
  assert.deepEqual(
    notPlainForBash(
      safeSeeds.map((text) => {
        const read = readPlainCommand(parsers, text)
        return { text, words: 'words' in read ? read.words : [] }
      }),
    ),
    [],
  )
})

test(
  `of ${isFull ? '1,000,000' : '20,000'} fuzzed texts, bash reads each that is called safe as one simple command of the same literal words`,
  { skip },
  (t) => {
    const count = isFull ? 1_000_000 : 20_000
    const { safe, faults } = fuzz(parsers, count)
    t.diagnostic(`${count} texts, ${safe} called safe, ${faults.length} that bash reads otherwise`)
    assert.deepEqual(faults.slice(0, 20), [])
    assert.ok(safe > count / 50, `only ${safe} were called safe: the oracle had little to judge`)
  },
)

test('with a parser that splits at spaces in the place of both, the oracle finds texts that are not what they seem', { skip }, () => {
  const splitting: ShellParser = (text) => ({
    words: [...text.matchAll(/[^ ]+/g)].map((match, index) => ({
      start: match.index,
      end: match.index + match[0].length,
      pieces: [{ quotes: index === 0 ? 'none' : 'single', written: match[0] }],
    })),
  })
  assert.ok(fuzz([splitting], 500).faults.length > 5)
})
