/** Writes the labelled sets as JSONL into a folder outside the project: `node evals/labelled/write.ts FOLDER`. Their texts are never kept in it. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { labelledSets } from './sets.ts'

const folder = resolve(process.argv[2] ?? '')
const project = resolve(import.meta.dirname, '../..')
if (process.argv[2] === undefined || !relative(project, folder).startsWith('..')) {
  console.error('Which folder? One outside the project: node evals/labelled/write.ts ~/.cache/answerable/evals/labelled')
  process.exit(2)
}
mkdirSync(folder, { recursive: true })
for (const [name, lines] of Object.entries(labelledSets)) {
  const items = lines()
  writeFileSync(join(folder, `${name}.jsonl`), items.map((item) => `${JSON.stringify(item)}\n`).join(''))
  console.log(`${name}.jsonl  ${items.length} items`)
}
