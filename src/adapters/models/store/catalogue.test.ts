import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findModel, modelCatalogue } from './catalogue.ts'

const files = Object.entries(modelCatalogue).flatMap(([id, { files }]) => Object.values(files).map((file) => ({ id, file })))

test('every file can come from a hub and from a package', () => {
  for (const { id, file } of files) {
    assert.ok(
      file.sources.some((source) => source.type === 'huggingface'),
      `${id} ${file.name}`,
    )
    assert.ok(
      file.sources.some((source) => source.type !== 'huggingface'),
      `${id} ${file.name}`,
    )
  }
})

test('the parts of wheels add up to their file', () => {
  const split = files.flatMap(({ file }) => file.sources.flatMap((source) => (source.type === 'wheels' ? [{ file, source }] : [])))
  assert.ok(split.length > 0)
  for (const { file, source } of split)
    assert.equal(
      source.parts.reduce((sum, part) => sum + part.bytes, 0),
      file.bytes,
    )
})

test('an unknown model is answered with those that are known', () => {
  assert.throws(() => findModel('gpt-9'), { code: 'not_found', message: /There is no model "gpt-9"\. Known are: bge-small-en-v1\.5, / })
  assert.throws(() => findModel('toString'), { code: 'not_found' })
})
