import assert from 'node:assert/strict'
import { test } from 'node:test'
import { codeSentences } from './code-sentences.ts'

const check = (text: string, expected: [string, string][]): void =>
  assert.deepEqual(
    codeSentences(text).map(({ start, end, kind }) => [kind, text.slice(start, end)]),
    expected,
  )

test('a comment is read by its sentences, code by its lines', () => {
  check('/** Keeps a budget. Fails when it is spent. */\nconst keep = (budget) => {\n  spend(budget)\n}', [
    ['prose', 'Keeps a budget.'],
    ['prose', 'Fails when it is spent.'],
    ['code', 'const keep = (budget) => {'],
    ['code', 'spend(budget)'],
    ['code', '}'],
  ])
})

test('a sentence over several lines of a comment is one, whatever marks the lines', () => {
  for (const mark of ['//', '#', '--', ' *'])
    check(`${mark} A budget is kept for\n${mark} each key of a team.\nx = 1`, [
      ['prose', `A budget is kept for\n${mark} each key of a team.`],
      ['code', 'x = 1'],
    ])
})

test('directives and attributes are code, not headings', () => {
  check('#include <stdio.h>\n#[derive(Debug)]\n# A comment that is no heading\n', [
    ['code', '#include <stdio.h>'],
    ['code', '#[derive(Debug)]'],
    ['prose', 'A comment that is no heading'],
  ])
})
