/** `node bench/cache.ts`: an answer that is given again beside the same answer worked out, without a language model: the smallest gain there is. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openApp } from '../src/app.ts'
import { openDataFolder } from '../src/adapters/postgres/data-folder.ts'
import { drain } from '../src/base/async.ts'
import { readConfig } from '../src/config.ts'
import { usualSize } from '../src/domain/answer.ts'
import { textMaker } from './corpus.ts'
import { median, printFigures, type Figure } from './figures.ts'

const home = mkdtempSync(join(tmpdir(), 'answerable-bench-'))
const folder = await openDataFolder(home, { url: 'the bench' })
const app = await openApp({
  config: readConfig({ dataDir: home, generator: 'extractive', handbook: false, logLevel: 'error' }),
  onLine: () => {},
  log: () => {},
})
await app.embedderSettled
const text = textMaker(2)
for (let page = 0; page < 100; page++) await app.library.put({ collection: 'default', source: `page-${page}.md`, text: text.page(page, 10), metadata: {} })

const ask = async (question: string): Promise<{ cache: string; ms: number }> => {
  const started = performance.now()
  const { cache } = await drain(app.ask({ text: question, collection: 'default', ...usualSize, history: [], responseSchema: null }))
  return { cache, ms: performance.now() - started }
}

const { sentence } = textMaker(3)
const questions = Array.from({ length: 100 }, () => `What about ${sentence()}`.slice(0, 200))
for (const question of questions.slice(0, 10)) await ask(question)
const rounds = { miss: [] as number[], exact: [] as number[], semantic: [] as number[] }
// Every way of asking sees the same moments of a busy machine.
for (const question of questions.slice(10)) {
  for (const words of [question, question, `Please, ${question}`]) {
    const { cache, ms } = await ask(words)
    rounds[cache as keyof typeof rounds].push(ms)
  }
}
const figure = (name: string, hits: readonly number[]): Figure => ({
  name,
  value: `${median(hits).toFixed(1)} ms`,
  beside: `worked out ${median(rounds.miss).toFixed(1)} ms: ${(median(hits) / median(rounds.miss)).toFixed(2)} of it`,
  goal: null,
})
printFigures([figure(`an exact hit, of ${rounds.exact.length}`, rounds.exact), figure(`a semantic hit, of ${rounds.semantic.length}`, rounds.semantic)])
await app.close()
await folder.close()
rmSync(home, { recursive: true, force: true })
process.exit()
