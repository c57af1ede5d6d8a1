import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Embedder } from '../../src/domain/model.ts'

const texts = ['A budget stops a run when its cost reaches the limit.', 'Grüße aus Köln', '', 'The fox. '.repeat(3_000), 'terraform init', 'terraform init ']

/** What every embedder does, whatever computes its vectors. `backlog` texts take it much longer than one question. */
export const embedderContract = (name: string, open: () => Promise<Embedder>, { skip = false, backlog }: { skip?: string | false; backlog: number }): void => {
  describe(`${name} as an embedder`, { skip }, () => {
    let embedder: Embedder

    before(async () => {
      embedder = await open()
    })
    after(() => embedder.close())

    test('gives one unit vector a text, in order', async () => {
      const vectors = await embedder.embed(texts, 'document')
      assert.equal(vectors.length, texts.length)
      for (const vector of vectors) {
        assert.equal(vector.length, embedder.dimensions)
        assert.ok(Math.abs(Math.hypot(...vector) - 1) < 1e-5)
      }
      const [alone] = await embedder.embed([texts[1]!], 'document')
      assert.deepEqual(vectors[1], alone)
    })

    test('gives the same text the same vector to the last bit, in any order and company', async () => {
      const first = await embedder.embed(texts, 'document')
      const others = Array.from({ length: 20 }, (_, index) => `another text ${index}`)
      const [reversed] = await Promise.all([
        embedder.embed(texts.toReversed(), 'document'),
        embedder.embed(others, 'document'),
        embedder.embed(others, 'query'),
      ])
      assert.deepEqual(reversed.toReversed(), first)
    })

    test('gives nothing for nothing', async () => {
      assert.deepEqual(await embedder.embed([], 'document'), [])
      assert.deepEqual(await embedder.countTokens([]), [])
    })

    test('counts tokens without the special ones', async () => {
      const [none, one, more] = await embedder.countTokens(['', 'hello', 'hello hello hello'])
      assert.deepEqual([none, one, more], [0, 1, 3])
    })

    test('stops with the reason of the signal, before and while it works', async () => {
      const reason = new Error('the person has left')
      await assert.rejects(embedder.embed(texts, 'document', AbortSignal.abort(reason)), reason)
      const stop = new AbortController()
      const started = embedder.embed(Array<string>(50).fill(texts[3]!), 'document', stop.signal)
      setTimeout(() => stop.abort(reason), 5)
      await assert.rejects(started, reason)
      assert.equal((await embedder.embed(['still alive'], 'query')).length, 1)
    })

    test('answers a question long before the documents that were asked earlier', async () => {
      let documentsDone = false
      const documents = embedder.embed(Array<string>(backlog).fill(texts[3]!), 'document').then(() => (documentsDone = true))
      await embedder.embed(['a question'], 'query')
      const [evidence] = await embedder.embed([texts[0]!], 'evidence')
      assert.equal(documentsDone, false)
      await documents
      assert.deepEqual(evidence, (await embedder.embed([texts[0]!], 'document'))[0], 'evidence is embedded as documents are')
    })
  })
}
