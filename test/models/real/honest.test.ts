/** What every generator keeps to, by real models on this machine, and a table of how fast they are. */
import assert from 'node:assert/strict'
import { after, afterEach, test } from 'node:test'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { generatorContract } from '../../contracts/generator.ts'
import { collect, hello } from '../collect.ts'
import { hasPassed, metered, printTable, type Meter } from './meter.ts'
import { realModels } from './models.ts'
import { schemaCases } from './schemas.ts'

const meters: Meter[] = []
after(() => printTable(meters))

for (const { id, skip, open } of realModels) {
  const generator = skip ? null : open()
  const meter = generator && metered(generator)
  if (meter) meters.push(meter)
  after(() => generator?.close())
  afterEach((t) => {
    if (meter && t.name.startsWith(id) && hasPassed(t)) meter.held += 1
  })

  generatorContract({
    name: id,
    skip,
    // One for all: loading takes seconds.
    open: async () => Object.assign(Object.create(meter!.generator) as NonNullable<typeof meter>['generator'], { [Symbol.asyncDispose]: async () => {} }),
  })

  for (const { name, schema, ask } of schemaCases) {
    test(`${id} is held to a schema: ${name}`, { skip }, async () => {
      const validate = addFormats.default(new Ajv2020({ strict: false })).compile(schema)
      const messages = [
        { role: 'system', content: 'Answer with JSON only.' },
        { role: 'user', content: ask },
      ] as const
      const { text, finish, error } = await collect(meter!.generator.stream(messages, { maxTokens: 150, temperature: 0, schema }))
      assert.equal(error, null)
      assert.equal(finish?.reason, 'stop', text)
      assert.ok(validate(JSON.parse(text)), `${text}: ${JSON.stringify(validate.errors)}`)
    })
  }

  test(`${id}: a schema that no grammar can hold is refused before the model is asked`, { skip }, async () => {
    const { error } = await collect(meter!.generator.stream(hello, { maxTokens: 10, temperature: 0, schema: { not: {} } }))
    assert.equal((error as { code?: string }).code, 'invalid')
  })

  test(`${id}: JSON that reaches its limit says so`, { skip }, async () => {
    const schema = { type: 'array', items: { type: 'string' }, minItems: 20 }
    const { finish } = await collect(meter!.generator.stream([{ role: 'user', content: 'Twenty countries.' }], { maxTokens: 12, temperature: 0, schema }))
    assert.equal(finish?.reason, 'length')
  })
}
