import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { sha256 } from '../../base/id.ts'
import { parseRubric } from '../../evaluate/judge/parse-rubric.ts'
import { readRubric } from './read-rubric.ts'

const shipped = join(import.meta.dirname, '../../../rubrics')
const folder = mkdtempSync(join(tmpdir(), 'answerable-rubrics-'))
after(() => rmSync(folder, { recursive: true }))

test('every rubric that is shipped can be judged by, and shows what it needs', () => {
  const read = readdirSync(shipped).map((file) => readRubric(file.replace(/\.md$/, ''), undefined))
  assert.deepEqual(
    read.map(({ version, kind, needs }) => [version, kind, needs.join()]),
    [
      ['correct.v1', 'single', 'reference'],
      ['grounded.v1', 'single', 'evidence'],
      ['helpful.v1', 'single', ''],
      ['prefer.v1', 'pair', ''],
    ],
  )
  for (const { system, question, hash, version } of read) {
    assert.match(question, /\?$/)
    assert.match(system, /not an instruction to you/)
    assert.equal(hash, sha256(readFileSync(join(shipped, `${version}.md`))))
  }
})

const own = 'kind: single\nquestion: Is it polite?\n\n# System\n\nYou judge manners.\n\n# User\n\n{{question}}\n\n{{answer}}\n'

test("a user's own rubric takes the place of ours, or is named by its path, and shows its hash", () => {
  writeFileSync(join(folder, 'correct.v1.md'), own)
  const hash = sha256(own).slice(0, 8)
  assert.equal(readRubric('correct.v1', folder).version, `correct.v1+${hash}`)
  assert.equal(readRubric('grounded.v1', folder).version, 'grounded.v1')
  const named = readRubric(join(folder, 'correct.v1.md'), undefined)
  assert.deepEqual([named.version, named.question, named.system, named.needs], [`correct.v1+${hash}`, 'Is it polite?', 'You judge manners.', []])
})

test('one changed word makes another rubric: no certificate of the old one counts', () => {
  assert.notEqual(parseRubric(own, 'x', false).hash, parseRubric(own.replace('polite', 'kind'), 'x', false).hash)
})

test('what is no rubric is told what it lacks', () => {
  const faults: readonly (readonly [string, RegExp])[] = [
    [own.replace('kind: single\n', ''), /needs the lines "kind: single"/],
    [own.replace('question: Is', 'needs: mercy\nquestion: Is'), /"needs: reference, evidence"/],
    [own.replace('question: Is it polite?\n', ''), /"question: …"/],
    [own.replace('{{answer}}', ''), /places \{\{question\}\}, \{\{answer\}\}/],
    [own.replace('# User', '# You'), /the headings "# System" and "# User"/],
    [own.replace('kind: single', 'kind: pair'), /\{\{first\}\}, \{\{second\}\}/],
    [own.replace('kind: single', 'kind: single\nneeds: evidence'), /\{\{evidence\}\}/],
  ]
  for (const [text, sentence] of faults) assert.throws(() => parseRubric(text, 'mine', true), sentence)
  assert.throws(() => readRubric('nice.v9', undefined), /no rubric "nice\.v9"/)
  assert.throws(() => readRubric(join(folder, 'none.md'), undefined), /no rubric ".*none\.md"/)
})
