import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { openParser } from '../../src/adapters/parsing/parser.ts'
import { isAppError } from '../../src/base/error.ts'
import { preparation } from '../../src/ingest/prepare.ts'
import { hostileFiles } from '../support/hostile-files.ts'

const parser = openParser({ preparation, tokenizerPath: () => null, timeoutMs: 120_000, memoryMb: 512 })
after(() => parser.close())

for (const [name, make] of Object.entries(hostileFiles)) {
  test(`${name} ends in one line or in its words, and harms no other`, async () => {
    const { bytes, refused, read } = make()
    const parsing = parser.parse(bytes, { source: name })
    if (refused) {
      await assert.rejects(parsing, (error: unknown) => {
        assert.ok(isAppError(error) && ['invalid', 'too_large'].includes(error.code), String(error))
        assert.match(error.message, refused)
        assert.doesNotMatch(error.message, /\n/)
        return true
      })
    } else {
      const { text } = await parsing
      assert.ok(text.includes(read!.holds), 'its words are there')
      if (read!.lacks) assert.ok(!text.includes(read!.lacks), `"${read!.lacks}" is not`)
    }
    assert.equal((await parser.parse(new TextEncoder().encode('Next.'), { source: 'next.md' })).text, 'Next.')
  })
}
