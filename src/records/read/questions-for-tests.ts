import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { RecordsDescription } from '../../domain/record-description.ts'
import type { FindValues } from '../../domain/record-request.ts'
import { lineOf, readLine } from './reading-for-tests.ts'

/** One test of many questions: all that were read otherwise are told together. A list is a conversation that ends with the question. */
export const questionsOf = (
  name: string,
  { description, findValues, now }: { description: RecordsDescription; findValues: FindValues; now?: Date },
  rows: readonly (readonly [string | readonly string[], string])[],
): void => {
  test(`${name}: ${rows.length} questions are read as what they ask`, async () => {
    const told: string[] = []
    for (const [said, expected] of rows) {
      const line = lineOf(await readLine(description, findValues, typeof said === 'string' ? [said] : said, false, now))
      if (line.trim() !== expected) told.push(`${JSON.stringify(said)}\n    read     ${line}\n    expected ${expected}`)
    }
    assert.equal(told.length, 0, `\n${told.join('\n')}`)
  })
}
