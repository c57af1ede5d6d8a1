import type { PutInput } from '../../src/domain/document.ts'

/** A document of one chunk, without vectors. */
export const putInput = ({ collection = 'default', source = 'a.md', text = 'The limit is 5 MB.' }): PutInput => ({
  document: { collection, source, title: 'A', mediaType: 'text/plain', language: 'en', metadata: {}, text, pageStarts: [], origin: null },
  chunks: [{ ordinal: 0, start: 0, end: text.length, headingPath: [], tokens: 2 }],
  pipeline: 'test',
  vectors: null,
})
