/** Questions to the program as a user asks them, answered by real models on this machine. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { run, workplace } from '../../support/program.ts'
import { modelsDir } from '../local-model.ts'
import { realModels } from './models.ts'

const files = {
  'limits.md': '# Limits\n\nThe upload limit is 20 megabytes. Larger files are refused with status 413.\n',
  'backups.md': '# Backups\n\nBackups are kept for 35 days. They lie in Dublin.\n',
}

for (const { id, skip } of realModels) {
  const env = { ANSWERABLE_GENERATOR: `local:${id}`, ANSWERABLE_MODELS_DIR: modelsDir }

  test(`${id} answers from the documents, with citations, for nothing`, { skip }, async () => {
    using place = workplace(files)
    assert.equal((await run(['ingest', place.documents, '--data', place.data], env)).code, 0)
    for (const [question, expected, source] of [
      ['What is the upload limit?', /20 megabytes/, 'limits.md'],
      ['For how many days are backups kept?', /35 days/, 'backups.md'],
    ] as const) {
      const { stdout, stderr } = await run(['ask', question, '--data', place.data, '--json'], env)
      const answer = JSON.parse(stdout || '{}') as Record<string, never>
      assert.match(answer['answer'] ?? stderr, expected)
      assert.deepEqual(answer['sources'], [source])
      assert.equal(answer['model'], id)
      assert.equal(answer['cost_usd'], 0)
    }
  })
}
