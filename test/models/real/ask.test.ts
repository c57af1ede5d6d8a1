/** Questions to the program as a user asks them, answered by real models on this machine. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { run, workplace } from '../../support/program.ts'
import { modelsDir } from '../local-model.ts'
import { realModels } from './models.ts'

// oxlint-disable-next-line no-explicit-any -- answers of the API are read as a client without types reads them.
type Json = any

const files = {
  'limits.md': '# Limits\n\nThe upload limit is 20 megabytes. Larger files are refused with status 413.\n',
  'backups.md': '# Backups\n\nBackups are kept for 35 days. They lie in Dublin.\n',
}

for (const { id, skip } of realModels) {
  const env = { ANSWERABLE_GENERATOR: `local:${id}`, ANSWERABLE_MODELS_DIR: modelsDir }

  test(`${id} answers from the documents with citations and for nothing, and does not answer what they do not say`, { skip }, async () => {
    using place = workplace(files)
    assert.equal((await run(['ingest', place.documents, '--data', place.data], env)).code, 0)
    const ask = async (question: string): Promise<Json> => {
      const { stdout, stderr } = await run(['ask', question, '--data', place.data, '--json'], env)
      assert.notEqual(stdout, '', stderr)
      return JSON.parse(stdout)
    }
    const limit = await ask('What is the upload limit?')
    assert.match(limit.answer, /20 megabytes/)
    assert.deepEqual(limit.sources, ['limits.md'])
    assert.equal(limit.model, id)
    assert.equal(limit.cost_usd, 0)
    const price = await ask('What does the upload of a gigabyte cost?')
    assert.ok(price.abstained, price.answer)
    assert.deepEqual(price.citations, [])
  })
}
