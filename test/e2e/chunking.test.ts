import assert from 'node:assert/strict'
import { test } from 'node:test'
import { post, serve, workplace } from '../support/program.ts'

const guide =
  '# Locks\n\nThe lock expires after 30 seconds. It is renewed by a heartbeat. Never delete the lock file by hand.\n\n# Keys\n\nA key is replaced every 90 days. The owner gets a mail a week before.\n'

interface Chunk {
  start: number
  end: number
}

const chunksWith = async (env: Readonly<Record<string, string>>): Promise<{ texts: string[]; answer: { answer: string; citations: { quote: string }[] } }> => {
  using place = workplace({ 'guide.md': guide })
  await using server = await serve([place.documents, '--data', place.data], { env })
  const { documents } = (await (await fetch(`${server.url}/documents`)).json()) as { documents: { document_id: string }[] }
  const { chunks } = (await (await fetch(`${server.url}/documents/${documents[0]!.document_id}/chunks`)).json()) as { chunks: Chunk[] }
  const answer = (await (await post(server.url, '/ask', { question: 'How often is a key replaced?' })).json()) as {
    answer: string
    citations: { quote: string }[]
  }
  return { texts: chunks.map(({ start, end }) => guide.slice(start, end)), answer }
}

test('each sentence is a chunk of its own when that is asked for, and answers are the same', async () => {
  const bySentence = await chunksWith({ ANSWERABLE_CHUNKING: 'sentence-window', ANSWERABLE_CHUNK_HEADINGS: 'false' })
  assert.ok(bySentence.texts.includes('It is renewed by a heartbeat.'), bySentence.texts.join(' | '))
  assert.match(bySentence.answer.answer, /90 days/)
  const byStructure = await chunksWith({})
  assert.ok(byStructure.texts.length < bySentence.texts.length)
  assert.match(byStructure.answer.answer, /90 days/)
})

test('a folder is read again when it is to be cut otherwise', async () => {
  using place = workplace({ 'guide.md': guide })
  const countWith = async (env: Readonly<Record<string, string>>): Promise<number> => {
    await using server = await serve([place.documents, '--data', place.data], { env })
    const { documents } = (await (await fetch(`${server.url}/documents`)).json()) as { documents: { chunks: number }[] }
    return documents[0]!.chunks
  }
  const first = await countWith({})
  assert.ok((await countWith({ ANSWERABLE_CHUNKING: 'sentence-window' })) > first)
  assert.equal(await countWith({}), first)
})

test('an overlap that leaves no room is refused with a sentence', async () => {
  await assert.rejects(serve([], { env: { ANSWERABLE_CHUNKING: 'fixed', ANSWERABLE_CHUNK_OVERLAP: '100' } }), /ANSWERABLE_CHUNK_OVERLAP is 100.*Set less/)
})
