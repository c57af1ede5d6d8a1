import assert from 'node:assert/strict'
import { appendFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import type { Judgement } from '../../domain/judgement.ts'
import { openJudgingFile } from './judging-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'answerable-judging-'))
after(() => rmSync(folder, { recursive: true }))

const judgement: Judgement = {
  rubric: 'r',
  judge: 'j',
  verdict: 'pass',
  score: 1,
  explanation: '',
  failure: null,
  inputTokens: 1,
  outputTokens: 1,
  costUsd: 0,
  ms: 1,
}

test('what was kept is there after a kill in the middle of a line, and gone when the judging is over', async () => {
  const path = join(folder, 'deep', 'one.jsonl')
  const first = await openJudgingFile(path)
  assert.equal(first.count, 0)
  await first.keep('0:a', judgement)
  appendFileSync(path, '{"key": "0:b", "judgem')
  const second = await openJudgingFile(path)
  await second.keep('0:c', judgement)
  const third = await openJudgingFile(path)
  assert.deepEqual([third.count, third.find('0:a'), third.find('0:b'), third.find('0:c')], [2, judgement, undefined, judgement])
  await third.remove()
  assert.equal(existsSync(path), false)
})
