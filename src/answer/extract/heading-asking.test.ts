import assert from 'node:assert/strict'
import { test } from 'node:test'
import { headingAsking } from './heading-asking.ts'
import { passageOf } from '../passage-for-tests.ts'

const faq = passageOf(
  '# FAQ\n\n## How to feed logs into it?\n\nShort answer: do not! Use a log store.\n\n## Are there logs of queries?\n\nYes, in a file.\n\n## Logs\n\nThey are text.\n',
)
const answered = async (near: Record<string, number>): Promise<string[]> => {
  const found = await headingAsking('Can I send logs to it?', [faq], async (texts) => texts.map((text) => near[text] ?? 0))
  return found?.reads.map(({ plain }) => plain.trim()) ?? []
}

test('the section answers whose heading asks the same in other words', async () =>
  assert.deepEqual(await answered({ 'How to feed logs into it?': 0.88, 'Are there logs of queries?': 0.8 }), ['Short answer: do not!', 'Use a log store.']))

test('a heading that asks another thing does not, nor one that asks nothing', async () =>
  assert.deepEqual(await answered({ 'How to feed logs into it?': 0.8, Logs: 0.95 }), []))

test('without vectors nobody knows what asks the same', async () => assert.equal(await headingAsking('Can I send logs to it?', [faq], async () => null), null))
