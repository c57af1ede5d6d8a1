/**
 * One of our sets as a BEIR folder, for "answerable eval retrieval" and for other programs: node evals/write-beir.ts SET FOLDER
 * The halves are its splits: `dev`, which settings are chosen by, and `test`, which nothing was chosen by.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { loadEvalSets } from './datasets.ts'

const [name, folder] = process.argv.slice(2)
const set = loadEvalSets().find((it) => it.name === name && it.target === 'passage')
if (!set || !folder) {
  console.error(`Usage: node evals/write-beir.ts SET FOLDER, where SET is ${loadEvalSets().filter(({ target }) => target === 'passage').map((it) => it.name).join(' or ')}.`) // prettier-ignore
  process.exit(2)
}

const lines = (values: readonly unknown[]): string => values.map((value) => `${JSON.stringify(value)}\n`).join('')

mkdirSync(join(folder, 'qrels'), { recursive: true })
writeFileSync(join(folder, 'corpus.jsonl'), lines(set.documents.map(({ source, title, text }) => ({ _id: source, title, text }))))
writeFileSync(join(folder, 'queries.jsonl'), lines(set.questions.map(({ id, text }) => ({ _id: id, text }))))
for (const [split, part] of [
  ['dev', 'dev'],
  ['test', 'heldOut'],
] as const) {
  const judged = set.questions.filter((question) => question.part === part).flatMap(({ id, evidence }) => evidence.map(({ source }) => `${id}\t${source}\t1\n`))
  writeFileSync(join(folder, 'qrels', `${split}.tsv`), `query-id\tcorpus-id\tscore\n${judged.join('')}`)
}
