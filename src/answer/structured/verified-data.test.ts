import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { JsonSchema } from '../../domain/model.ts'
import { fromTree, printTree, toTree } from './json-tree.ts'
import { passageOf } from '../passage-for-tests.ts'
import { readResponseSchema } from './response-schema.ts'
import { verifyData } from './verified-data.ts'

const guide = passageOf(
  `# Limits

The upload limit is 20 megabytes. Larger files are refused with status 413. A lock expires after 5 minutes.

# Regions

The service runs in Frankfurt and Dublin. Backups are kept for 35 days. State is not encrypted. Version 2 was released on 5 March 2024.

| plan | seats |
|---|---|
| Team | 10 |
| Studio | 50 |
`,
)

const open = { type: 'object', additionalProperties: true } as const

const check = async (data: unknown, schema: JsonSchema = open, question = 'What are the limits?') => {
  const result = verifyData(data, await readResponseSchema(schema), question, [guide])
  for (const citation of result.citations) {
    assert.deepEqual(JSON.parse(result.text.slice(citation.answerStart, citation.answerEnd)), atPointer(result.data, citation.field!))
    assert.equal(guide.text.slice(citation.start, citation.end), citation.quote)
  }
  return { ...result, verdictOf: (pointer: string) => result.verdicts.find(({ text }) => text.startsWith(`${pointer}: `)) }
}

const atPointer = (value: unknown, pointer: string): unknown =>
  pointer
    .split('/')
    .slice(1)
    .reduce((one, part) => (one as Record<string, unknown>)[part.replaceAll('~1', '/').replaceAll('~0', '~')], value)

const values: readonly [string, unknown, 'supported' | 'partly' | 'unsupported'][] = [
  ['upload_limit_mb', 20, 'supported'],
  ['upload_limit_mb', 35, 'unsupported'],
  ['upload_limit', 413, 'unsupported'],
  ['lock_expiry_seconds', 300, 'supported'],
  ['lock_expiry_seconds', 5, 'unsupported'],
  ['lockExpiryMinutes', 5, 'supported'],
  ['backup_retention', '35 days', 'supported'],
  ['backup_retention', '53 days', 'unsupported'],
  ['state_encrypted', false, 'supported'],
  ['state_encrypted', true, 'unsupported'],
  ['serviceEncryption', true, 'unsupported'],
  ['released', '2024-03-05', 'supported'],
  ['released', '2024-03-06', 'unsupported'],
  ['region', 'Frankfurt', 'supported'],
  ['region', 'Frank', 'unsupported'],
  ['regions', 'Frankfurt and Dublin', 'supported'],
  ['region', 'Tokyo', 'unsupported'],
  ['note', 'Larger files are refused with status 413.', 'supported'],
  ['note', 'Larger files are accepted with status 413.', 'unsupported'],
]
for (const [name, value, verdict] of values) {
  test(`${name} ${JSON.stringify(value)} is ${verdict}`, async () => {
    const { verdictOf } = await check({ [name]: value })
    assert.equal(verdictOf(`/${name}`)?.verdict, verdict, verdictOf(`/${name}`)?.reasons.join())
  })
}

test('what no passage supports is left out, made null, or kept and cited as unsupported, as the schema allows', async () => {
  const schema = {
    type: 'object',
    properties: { region: { type: 'string' }, owner: { type: ['string', 'null'] }, port: { type: 'integer' }, colour: { type: 'string' } },
    required: ['region', 'owner', 'port'],
  }
  const { data, removed, verdictOf } = await check({ region: 'Dublin', owner: 'Alice', port: 8080, colour: 'mauve' }, schema)
  assert.deepEqual(data, { region: 'Dublin', owner: null, port: 8080 })
  assert.deepEqual(removed, ['/owner', '/colour'])
  assert.equal(verdictOf('/port')?.verdict, 'unsupported')
  assert.ok(verdictOf('/port')!.citations.every((citation) => citation.verdict === 'unsupported'))
})

test('an item of a list that is made up goes whole, and the pointers of the others follow', async () => {
  const schema = {
    type: 'object',
    properties: {
      plans: { type: 'array', items: { type: 'object', properties: { plan: { type: 'string' }, seats: { type: 'integer' } }, required: ['plan', 'seats'] } },
    },
  }
  const { data, citations } = await check(
    {
      plans: [
        { plan: 'Gold', seats: 77 },
        { plan: 'Studio', seats: 50 },
      ],
    },
    schema,
  )
  assert.deepEqual(data, { plans: [{ plan: 'Studio', seats: 50 }] })
  assert.deepEqual(
    citations.map(({ field, quote, verdict }) => [field, quote, verdict]),
    [
      ['/plans/0/plan', '| Studio | 50 |', 'supported'],
      ['/plans/0/seats', '| Studio | 50 |', 'supported'],
    ],
  )
})

test('a number of another row is not this row’s', async () => {
  const { verdictOf } = await check({ plans: [{ plan: 'Studio', seats: 10 }] })
  assert.equal(verdictOf('/plans/0/seats')?.verdict, 'unsupported')
})

test('a sentence about another item of the list is at most partly about this one', async () => {
  const cities = passageOf('Frankfurt is a city on the Main. Dublin lies at the mouth of the Liffey.')
  const data = {
    cities: [
      { city: 'Frankfurt', about: 'A city on the Main.' },
      { city: 'Dublin', about: 'A city on the Main.' },
    ],
  }
  const { verdicts } = verifyData(data, await readResponseSchema(open), 'Tell me of the cities', [cities])
  assert.deepEqual(
    verdicts.filter(({ text }) => text.includes('about')).map(({ verdict }) => verdict),
    ['supported', 'partly'],
  )
})

test('a choice from a list is at most partly supported when the source has another word for it', async () => {
  const schema = { type: 'object', properties: { upload: { enum: ['limited', 'unrestricted'] }, mood: { enum: ['happy', 'sad'] } } }
  const { data, citations } = await check({ upload: 'unrestricted', mood: 'sad' }, schema, 'How is it?')
  assert.deepEqual(data, { upload: 'unrestricted' })
  assert.deepEqual(
    citations.map(({ verdict }) => verdict),
    ['partly'],
  )
})

test('an object without one supported value is no answer', async () => {
  for (const data of [{ owner: 'Alice' }, {}, { list: [] }, { a: null, b: '' }]) {
    const result = await check(data)
    assert.equal(result.data, null)
    assert.equal(result.text, '')
    assert.deepEqual(result.citations, [])
  }
})

test('Chinese values are found word for word', async () => {
  const zh = passageOf('上海是中国最大的城市。人口约有2487万人。', { language: 'zh', title: '上海' })
  const result = verifyData({ 城市: '上海', 首都: '北京' }, await readResponseSchema(open), '中国最大的城市是哪里？', [zh])
  assert.deepEqual(result.data, { 城市: '上海' })
  assert.equal(result.citations[0]!.quote, '上海是中国最大的城市。')
})

test('any JSON is printed as JSON.stringify prints it, and each leaf is found at its pointer', () => {
  fc.assert(
    fc.property(fc.jsonValue({ noUnicodeString: false, maxDepth: 5 }), (given) => {
      // -0 is written as 0.
      const value = JSON.parse(JSON.stringify(given)) as unknown
      const tree = toTree(value)
      const { text, places } = printTree(tree)
      assert.equal(text, JSON.stringify(value, null, 2))
      assert.deepEqual(fromTree(tree), value)
      for (const { leaf, pointer, start, end } of places) {
        assert.deepEqual(JSON.parse(text.slice(start, end)), leaf.value)
        assert.deepEqual(atPointer(value, pointer), leaf.value)
      }
    }),
    { numRuns: 500 },
  )
})

test('whatever a model puts into an object, what is shown follows the schema and every citation is exact', async () => {
  const value = fc.constantFrom<unknown>('Frankfurt', 'Tokyo', 20, 35, 1e21, true, null, '', 'a/b~c', 'Team', 50, '2024-03-05', '__proto__', '"quoted"\n', '😀')
  const key = fc.constantFrom('region', 'upload_limit', 'a/b', 'm~n', '__proto__', 'seats', 'plan', '', 'toString')
  const object = fc.letrec((tie) => ({
    node: fc.oneof({ maxDepth: 3 }, value, fc.array(tie('node'), { maxLength: 4 }), fc.dictionary(key, tie('node'), { maxKeys: 4 })),
  })).node
  await fc.assert(
    fc.asyncProperty(fc.dictionary(key, object, { maxKeys: 5 }), async (data) => {
      await check(data)
    }),
    { numRuns: 150 },
  )
})

const prices = passageOf(
  `# Prices

Columns: sku, product, weight g, retail gbp, wholesale gbp, in stock

- sku: BW-301; product: Harvest; weight g: 250; retail gbp: 9.50; wholesale gbp: 6.90; in stock: no
- sku: BW-302; product: Dusk; weight g: 1000; retail gbp: 31; wholesale gbp: 24; in stock: yes

# Rota

The rota changes on Wednesdays at 11:00. Being on call is paid £180 a week. Sick pay is 90 pounds a week. Shorter leave is requested two weeks ahead.

\`\`\`json
{ "port": 8080, "metrics_port": 9090, "debug": false }
\`\`\`
`,
)

const inRows: readonly [string, Record<string, unknown>, string, Record<string, 'supported' | 'partly' | 'unsupported'>][] = [
  ['a value of another column', { wholesale_price_gbp: 250 }, 'What is the wholesale price of BW-301?', { wholesale_price_gbp: 'unsupported' }],
  ['the value of its column', { wholesale_price_gbp: 6.9 }, 'What is the wholesale price of BW-301?', { wholesale_price_gbp: 'supported' }],
  ['a row that says no', { in_stock: true }, 'Is BW-301 in stock?', { in_stock: 'unsupported' }],
  ['a row that says no, asked for no', { in_stock: false }, 'Is BW-301 in stock?', { in_stock: 'supported' }],
  ['a row that says yes', { in_stock: true }, 'Is BW-302 in stock?', { in_stock: 'supported' }],
  ['a name under another column', { product: 'BW-301' }, 'What is the product?', { product: 'unsupported' }],
  ['another member of an object', { metrics_port: 8080 }, 'On which port are the metrics?', { metrics_port: 'unsupported' }],
  ['its own member of an object', { metrics_port: 9090 }, 'On which port are the metrics?', { metrics_port: 'supported' }],
  [
    'a number beside nothing that was asked',
    { during_probation_weeks: 2 },
    'What is the notice period during probation?',
    { during_probation_weeks: 'unsupported' },
  ],
  ['a number whose sentence says it in other words', { weekly_pay_gbp: 180 }, 'How much is being on call paid a week?', { weekly_pay_gbp: 'supported' }],
]
for (const [name, data, question, verdicts] of inRows) {
  test(`in rows: ${name}`, async () => {
    const result = verifyData(data, await readResponseSchema(open), question, [prices])
    for (const [field, verdict] of Object.entries(verdicts)) {
      const found = result.verdicts.find(({ text }) => text.startsWith(`/${field}: `))
      assert.equal(found?.verdict, verdict, found?.reasons.join())
    }
  })
}

test('a choice is unsupported where the source has another of the choices', async () => {
  const schema = { type: 'object', properties: { rota_change_day: { enum: ['Monday', 'Tuesday', 'Wednesday'] } } }
  const day = async (value: string) =>
    verifyData({ rota_change_day: value }, await readResponseSchema(schema), 'On which day does the rota change?', [prices]).verdicts[0]
  assert.equal((await day('Monday'))?.verdict, 'unsupported')
  assert.equal((await day('Wednesday'))?.verdict, 'supported')
})
