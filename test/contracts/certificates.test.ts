import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openCertificates } from '../../src/adapters/postgres/certificates.ts'
import type { Database } from '../../src/adapters/postgres/database.ts'
import { newId } from '../../src/base/id.ts'
import type { JudgeCertificate } from '../../src/domain/judgement.ts'
import { storeCases } from '../support/stores.ts'

const { cases, close } = storeCases()
after(close)

const half = { value: 0.5, low: 0.4, high: 0.6, n: 100 }

const certificate = (fields: Partial<JudgeCertificate>): JudgeCertificate => ({
  id: newId(),
  rubric: 'correct.v1',
  rubricHash: 'words-1',
  judge: 'model-1',
  dataset: 'people.jsonl',
  datasetHash: 'd',
  madeAt: new Date('2026-11-01T10:00:00Z'),
  items: 100,
  failed: 2,
  agreement: half,
  kappa: null,
  peopleKappa: 0.7,
  baseRate: 0.5,
  confusion: {
    labels: ['pass', 'fail', 'failed'],
    counts: [
      [1, 2, 0],
      [3, 4, 1],
    ],
  },
  repeatConsistency: half,
  positionFlips: null,
  firstPlaceShare: null,
  lengthBias: -0.1,
  calibration: [{ people: 1, judge: 0 }],
  auroc: null,
  ...fields,
})

for (const { name, skip, open } of cases) {
  let database: (Database & AsyncDisposable) | undefined
  before(async () => {
    if (!skip) database = await open()
  })
  after(() => database?.[Symbol.asyncDispose]())

  test(`${name}: a certificate is found whole, by exactly its rubric's words and judge`, { skip }, async () => {
    const store = openCertificates(database!)
    const old = certificate({})
    const newer = certificate({ madeAt: new Date('2026-11-02T10:00:00Z'), items: 200 })
    const other = certificate({ rubricHash: 'words-2', judge: 'model-2', madeAt: new Date('2026-11-03T10:00:00Z') })
    for (const it of [newer, old, other]) await store.put(it)
    assert.deepEqual(await store.find('words-1', 'model-1'), newer)
    const again = certificate({ madeAt: new Date('2026-11-04T10:00:00Z'), items: 200 })
    const few = certificate({ madeAt: new Date('2026-11-05T10:00:00Z'), items: 10, dataset: 'people.jsonl (10 of 200)' })
    for (const it of [again, few]) await store.put(it)
    assert.deepEqual(await store.find('words-1', 'model-1'), again, 'a look at a few displaces no measurement on many')
    assert.deepEqual(await store.find('words-2', 'model-2'), other)
    assert.equal(await store.find('words-2', 'model-1'), null)
    assert.deepEqual(
      (await store.list()).map(({ id }) => id),
      [few.id, again.id, other.id, newer.id, old.id],
    )
  })

  test(`${name}: who may see only some collections sees no certificate`, { skip }, async () => {
    assert.deepEqual(await database!.query('select id from judge_certificate', [], ['default']), [])
  })
}
