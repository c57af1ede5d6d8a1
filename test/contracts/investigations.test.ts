import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { forgetContent } from '../../src/adapters/postgres/forget-content.ts'
import { openDocumentStore } from '../../src/adapters/postgres/document-store.ts'
import { openInvestigations } from '../../src/adapters/postgres/investigations.ts'
import { newId } from '../../src/base/id.ts'
import type { Diagnosis, Investigation } from '../../src/domain/investigation.ts'
import { storeCases } from '../support/stores.ts'
import { putInput } from '../support/put-input.ts'

const { cases, close } = storeCases()
after(close)

const at = new Date('2026-11-23T14:00:00.000Z')
const fact = { name: 'used_share', value: 0.99, labels: { mount: '/data' }, at }
const observation = { id: newId(), capability: 'disk_usage', params: {}, startedAt: at, durationMs: 2, facts: [fact], lines: ['a line'], problem: null }
const evidence = { observationId: observation.id, capability: 'disk_usage', at, fact, line: null, sentence: 'The disk at /data is 99 % full.' }
const diagnosis: Diagnosis = {
  verdict: 'cause_found',
  summary: 'The disk at /data is 99 % full.',
  cause: { text: 'The disk at /data is 99 % full.', category: 'disk_full', service: null, evidence: [evidence] },
  ruledOut: [],
  confidence: 0.9,
  runbooks: [],
  proposals: [],
  suggestedCommands: [],
  notes: ['a note'],
}
const made = (change: Partial<Investigation> = {}): Investigation => ({
  id: newId(),
  question: 'What is wrong with the shop?',
  incidentId: null,
  caller: 'owner',
  traceId: 'a'.repeat(32),
  startedAt: at,
  endedAt: at,
  state: 'done',
  model: 'rules',
  observations: [observation],
  diagnosis,
  error: null,
  usage: { steps: 1, inputTokens: 0, outputTokens: 0, costUsd: 0, durationMs: 5 },
  ...change,
})

for (const { name, skip, open } of cases) {
  test(`${name}: an investigation is found as it was recorded, times and all`, { skip }, async () => {
    await using database = await open()
    const store = openInvestigations(database, null)
    const investigation = made()
    await store.record({ ...investigation, state: 'running', endedAt: null, diagnosis: null })
    await store.record(investigation)
    assert.deepEqual(await store.find(investigation.id), investigation)
    assert.equal(await store.find(newId()), null)
  })

  test(`${name}: investigations are listed newest first, page by page, and by incident`, { skip }, async () => {
    await using database = await open()
    const store = openInvestigations(database, null)
    const incidentId = newId()
    const all = [made(), made({ incidentId }), made()].map((it, index) => ({ ...it, startedAt: new Date(at.getTime() + index) }))
    for (const it of all) await store.record(it)
    const [third, second] = await store.list({ limit: 2 })
    assert.deepEqual([third!.id, second!.id, third!.observations], [all[2]!.id, all[1]!.id, []])
    assert.deepEqual(
      (await store.list({ limit: 2, before: second!.id })).map(({ id }) => id),
      [all[0]!.id],
    )
    assert.deepEqual(
      (await store.list({ limit: 9, incidentId })).map(({ id }) => id),
      [all[1]!.id],
    )
  })

  test(`${name}: what a runbook said goes with its document, and the rest of the diagnosis stays`, { skip }, async () => {
    await using database = await open()
    const documents = openDocumentStore(database)
    const { documentId } = await documents.put(putInput({ collection: 'runbooks', text: 'Clear the cache when the disk is full.' }))
    const cited = {
      answerStart: 0,
      answerEnd: 5,
      start: 0,
      end: 5,
      documentId,
      source: 'runbook',
      title: 'Runbook',
      heading: '',
      version: 'v',
      page: null,
      quote: 'Clear',
      verdict: 'supported',
      field: null,
    } as const
    const commands = [
      { command: 'rm -rf /cache', verdict: 'dangerous', why: 'It removes.', documentId },
      { command: 'df -h', verdict: 'safe', why: 'It reads.', documentId: null },
    ] as const
    const store = openInvestigations(database, 'runbooks')
    const investigation = made({ diagnosis: { ...diagnosis, runbooks: [cited], suggestedCommands: commands } })
    await store.record(investigation)
    assert.deepEqual((await store.find(investigation.id))!.diagnosis!.runbooks, [cited])
    await documents.remove(documentId)
    const after = (await store.find(investigation.id))!.diagnosis!
    assert.deepEqual([after.runbooks, after.suggestedCommands.map(({ command }) => command), after.summary], [[], ['df -h'], diagnosis.summary])
  })

  test(`${name}: who may see one collection sees no investigation`, { skip }, async () => {
    await using database = await open()
    await openInvestigations(database, null).record(made())
    assert.deepEqual(await database.query('select id from investigation', [], ['default']), [])
  })

  test(`${name}: words are let go of when their days are over, and figures stay`, { skip }, async () => {
    await using database = await open()
    const store = openInvestigations(database, null)
    const investigation = made()
    await store.record(investigation)
    await forgetContent(database, new Date(at.getTime() + 1), new AbortController().signal)
    const left = (await store.find(investigation.id))!
    assert.deepEqual([left.question, left.observations, left.diagnosis, left.usage], ['', [], null, investigation.usage])
  })
}

test('with no words to be kept, none are written down', async () => {
  await using database = await cases[0]!.open()
  const store = openInvestigations(database, null, () => '')
  const investigation = made()
  await store.record(investigation)
  const kept = (await store.find(investigation.id))!
  assert.deepEqual([kept.question, kept.observations[0]!.lines, kept.diagnosis!.summary, kept.diagnosis!.cause!.evidence[0]!.fact], ['', [''], '', fact])
})
