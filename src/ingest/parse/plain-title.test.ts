import assert from 'node:assert/strict'
import { test } from 'node:test'
import { plainTitle } from './plain-title.ts'

for (const [source, title] of [
  ['## The `max_tokens` option ##', 'The max_tokens option'],
  ['# [Link](https://a.b/c) and ![logo](x.png)', 'Link and logo'],
  ['# **Bold** _and_ *soft* snake_case_name 2 * 3 * 4', 'Bold and soft snake_case_name 2 * 3 * 4'],
  ['# Title {#anchor}', 'Title'],
  ['Title\nin two\n=====', 'Title in two'],
  ['#', ''],
  ['# <a id="x"></a>Anchored \\#1', 'Anchored #1'],
  ['### C# and F#', 'C# and F#'],
]) {
  test(`"${source!.replaceAll('\n', '⏎')}" reads "${title}"`, () => assert.equal(plainTitle(source!), title))
}
