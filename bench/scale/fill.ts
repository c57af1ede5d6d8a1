/** Documents of a hundred chunks with generated words and vectors: what is measured does not care what they mean. */
import { openDocumentStore } from '../../src/adapters/postgres/document-store.ts'
import { migrate } from '../../src/adapters/postgres/migrate.ts'
import { openServer } from '../../src/adapters/postgres/open-server.ts'
import { seeded, textMaker } from '../corpus.ts'

export const modelId = 'generated'
const chunksPerDocument = 100
const dimensions = 384

export const fillServer = async (url: string, chunks: number): Promise<void> => {
  const database = await openServer({ url })
  try {
    await migrate(database)
    const store = openDocumentStore(database)
    const { sentence } = textMaker(2)
    const random = seeded(4)
    for (let index = 0; index < chunks / chunksPerDocument; index++) {
      const parts = Array.from({ length: chunksPerDocument }, () => `${sentence()} ${sentence()} ${sentence()}\n\n`)
      let start = 0
      const cut = parts.map((part, ordinal) => {
        const chunk = { ordinal, start, end: start + part.length, headingPath: [], tokens: 60 }
        start = chunk.end
        return chunk
      })
      const source = `page-${index}.md`
      const document = {
        collection: 'default',
        source,
        title: source,
        mediaType: 'text/markdown',
        language: 'en',
        metadata: {},
        text: parts.join(''),
        pageStarts: [],
        origin: null,
      }
      await store.put({ document, chunks: cut, pipeline: 'bench', vectors: { modelId, vectors: parts.map(() => generatedVector(random)) } })
    }
    await database.asOwner((query) => query('analyze'))
  } finally {
    await database.close()
  }
}

/** Of one of 200 topics, with noise: vectors of texts lie in groups, and those of pure noise would make every approximate index look bad. */
export const generatedVector = (random: () => number): Float32Array => {
  const topic = seeded(Math.floor(random() * 200))
  const vector = Float32Array.from({ length: dimensions }, () => topic() - 0.5 + (random() - 0.5) * 0.8)
  const length = Math.hypot(...vector)
  return vector.map((value) => value / length)
}
