import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseSummary } from './parse-summary.ts'

test('a git-book table of contents gives order, titles and what stands above each page', () => {
  const pages = parseSummary(`# Table of contents

* [Welcome](README.md)
* [Key *concepts*](./key-concepts.md#top)

## Guides

* [Examples](examples/README.md)
  * [Small one](examples/small.md "Hint")
    * [Deep](<examples/deep one.md>)
  * Not written yet
    * [Deeper](examples/deeper%20one.md)
* [Elsewhere](https://example.org)
- [Again](README.md)
`)
  assert.deepEqual(
    [...pages].map(([path, { title, order, above }]) => [path, title, order, above.join(' › ')]),
    [
      ['README.md', 'Welcome', 1, ''],
      ['key-concepts.md', 'Key concepts', 2, ''],
      ['examples/README.md', 'Examples', 3, 'Guides'],
      ['examples/small.md', 'Small one', 4, 'Guides › Examples'],
      ['examples/deep one.md', 'Deep', 5, 'Guides › Examples › Small one'],
      ['examples/deeper one.md', 'Deeper', 6, 'Guides › Examples › Not written yet'],
    ],
  )
})
