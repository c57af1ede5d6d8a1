/** Counting tokens with our counter beside the library's own, on the same texts. */
import { readFileSync } from 'node:fs'
import { Tokenizer } from '@huggingface/tokenizers'
import { openModelStore } from '../src/adapters/models/store/model-store.ts'
import { loadTokenCounter } from '../src/adapters/models/token-counter.ts'
import { readConfig } from '../src/config.ts'
import { textMaker } from './corpus.ts'
import type { Figure } from './figures.ts'

const textCount = 1_000

export const benchTokens = async (): Promise<Figure[]> => {
  const { tokenizer } = await openModelStore({ dir: readConfig({}).modelsDir, env: process.env }).fetchModel('bge-small-en-v1.5')
  const { sentence } = textMaker(7)
  const texts = Array.from({ length: textCount * 2 }, () => [sentence(), sentence(), sentence()].join(' '))
  const count = loadTokenCounter(tokenizer!)
  const library = new Tokenizer(JSON.parse(readFileSync(tokenizer!, 'utf8')), {})
  // Compiled, and with common words known, as after the first documents of a run.
  for (const text of texts.splice(0, textCount)) {
    count(text)
    library.encode(text)
  }
  const oursMs = timeOf(() => texts.forEach((text) => count(text)))
  const libraryMs = timeOf(() => texts.forEach((text) => library.encode(text)))
  return [
    {
      name: `tokens of ${textCount} texts counted`,
      value: `${oursMs.toFixed(0)} ms`,
      beside: `${libraryMs.toFixed(0)} ms by the library: ${(libraryMs / oursMs).toFixed(1)} times`,
      goal: null,
    },
  ]
}

const timeOf = (work: () => void): number => {
  const startedAt = performance.now()
  work()
  return performance.now() - startedAt
}
