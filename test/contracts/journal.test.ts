import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Database } from '../../src/adapters/postgres/database.ts'
import { openDocumentStore } from '../../src/adapters/postgres/document-store.ts'
import { openJournal } from '../../src/adapters/postgres/journal.ts'
import { newTraceId } from '../../src/base/id.ts'
import type { Answer, Citation } from '../../src/domain/answer.ts'
import type { Passage, PutInput } from '../../src/domain/document.ts'
import { storeCases } from '../support/stores.ts'

const { cases, close } = storeCases()
after(close)

const question = { text: "What's the budget? \0", collection: 'default', maxTokens: 512, topK: 8, history: [], responseSchema: null }

for (const { name, skip, open } of cases) {
  let database: (Database & AsyncDisposable) | undefined
  before(async () => {
    if (!skip) database = await open()
  })
  after(() => database?.[Symbol.asyncDispose]())

  test(`${name}: an answer is found again by its trace, with passages but without their text`, { skip }, async () => {
    const journal = openJournal(database!)
    const given = answer({ passages: [passage] })
    await journal.record(given, question, 'live')
    const entry = (await journal.find(given.traceId))!
    const { text: _text, pageStarts: _pageStarts, ...rest } = passage
    assert.deepEqual(entry.detail.passages, [rest])
    assert.deepEqual(entry.detail.timingsMs, given.timingsMs)
    assert.deepEqual([entry.question, entry.answer, entry.abstained, entry.model], ["What's the budget? \ufffd", given.text, null, 'extractive'])
    assert.ok(Math.abs(Date.now() - entry.askedAt.getTime()) < 60_000)
    assert.equal(await journal.find('0'.repeat(32)), null)
  })

  test(`${name}: an abstention keeps its reason`, { skip }, async () => {
    const journal = openJournal(database!)
    const given = answer({ abstained: { reason: 'nothing_relevant', message: 'Nothing here.' } })
    await journal.record(given, question, 'live')
    assert.equal((await journal.find(given.traceId))?.abstained, 'nothing_relevant')
  })

  test(`${name}: a removed document leaves its rows without its words, also a row that is written afterwards`, { skip }, async () => {
    const store = openDocumentStore(database!)
    const journal = openJournal(database!)
    const { documentId, version } = await store.put(document('secret words'))
    const cited = answer({
      text: 'secret words',
      citations: [{ ...citationOf(documentId, version), quote: 'secret words' }],
      passages: [{ ...passage, documentId }],
    })
    const late = { ...cited, traceId: newTraceId() }
    await journal.record(cited, question, 'live')
    await store.remove(documentId)
    await journal.record(late, question, 'live')
    for (const { traceId } of [cited, late]) {
      const entry = (await journal.find(traceId))!
      assert.equal(entry.answer, '[removed with its document]')
      assert.doesNotMatch(JSON.stringify(entry), /secret words|a\.md/)
      assert.deepEqual([entry.model, entry.detail.timingsMs], [cited.model, cited.timingsMs])
    }
    const kept = await database!.query('select from cited_version where document_id = $1 union all select from journal_document where document_id = $1', [
      documentId,
    ])
    assert.equal(kept.length, 0)
  })

  test(`${name}: what an answer cites stays readable when its document changes`, { skip }, async () => {
    const store = openDocumentStore(database!)
    const { documentId, version } = await store.put(document('cited words'))
    const citation: Citation = { ...citationOf(documentId, version), quote: 'cited' }
    await openJournal(database!).record(answer({ citations: [citation, { ...citation, start: 6, end: 11 }] }), question, 'live')
    await store.put(document('other words'))
    assert.equal((await store.get(documentId, version))?.text, 'cited words')
  })
}

const answer = (parts: Partial<Answer>): Answer => ({
  text: 'Budgets cap spend.',
  citations: [],
  abstained: null,
  data: null,
  confidence: null,
  standaloneQuestion: null,
  followUp: null,
  structured: null,
  model: 'extractive',
  usage: { inputTokens: 0, outputTokens: 0, reported: false, costUsd: 0, embeddingTokens: 4 },
  timingsMs: { retrieve: 9.5 },
  traceId: newTraceId(),
  cache: 'miss',
  degraded: [],
  passages: [],
  verdicts: [],
  prompt: null,
  ...parts,
})

const passage: Passage = {
  chunkId: 'chunk',
  documentId: 'document',
  collection: 'default',
  source: 'a.md',
  title: 'A',
  heading: '',
  version: 'v',
  language: 'en',
  text: 'words',
  pageStarts: [0],
  start: 0,
  end: 5,
  score: 0.5,
  ranks: { vector: 1, words: null },
  similarity: 0.8,
  wordScore: 0,
}

const citationOf = (documentId: string, version: string): Citation => ({
  answerStart: 0,
  answerEnd: 18,
  documentId,
  source: 'a.md',
  title: 'A',
  heading: '',
  version,
  page: null,
  quote: '',
  start: 0,
  end: 5,
  verdict: 'supported',
  field: null,
})

const document = (text: string): PutInput => ({
  document: { collection: 'default', source: 'a.md', title: 'A', mediaType: 'text/plain', language: 'en', metadata: {}, text, pageStarts: [], origin: null },
  chunks: [{ ordinal: 0, start: 0, end: text.length, headingPath: [], tokens: 2 }],
  pipeline: 'test',
  vectors: null,
})
