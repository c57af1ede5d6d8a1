import { createHash } from 'node:crypto'
import { existsSync, readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { readLines } from '../../adapters/evaluation/read-lines.ts'
import { AppError } from '../../base/error.ts'
import type { Corpus, CorpusDocument, RetrievalSet } from '../../domain/retrieval-eval.ts'
import { judgedQuestions, withoutText } from '../../evaluate/dataset/judged-questions.ts'
import { readCorpusLine, readJudgementLine, readQueryLine, type AskedQuestion, type Judgement } from '../../evaluate/dataset/read-beir.ts'
import { faultAt } from '../../base/located.ts'

/** `corpus.jsonl`, `queries.jsonl` and `qrels/<split>.tsv`, as BEIR publishes them (Thakur and others, 2021). */
export const openBeirFolder = async ({ path, split }: { readonly path: string; readonly split: string }, signal?: AbortSignal): Promise<RetrievalSet> => {
  const qrels = qrelsFile(path, split)
  const { corpus, ids, empty } = await readCorpus(join(path, 'corpus.jsonl'), signal)
  const { questions, notes } = judgedQuestions({
    questions: await readQuestions(join(path, 'queries.jsonl'), signal),
    judgements: await readJudgements(qrels, signal),
    isDocument: (id) => ids.has(id),
    isEmpty: (id) => empty.has(id),
    file: basename(qrels),
  })
  const hollow = empty.size === 0 ? [] : [withoutText(empty.size)]
  return { name: basename(path), target: 'documents', corpus, questions, notes: [...hollow, ...notes] }
}

export const readQuestions = async (path: string, signal?: AbortSignal): Promise<Map<string, AskedQuestion>> => {
  const questions = new Map<string, AskedQuestion>()
  for await (const line of readLines(path, signal)) {
    const question = readQueryLine(line)
    if (questions.has(question.id)) throw faultAt(line.place, `The question id "${question.id}" stands there twice.`)
    questions.set(question.id, question)
  }
  return questions
}

export const readJudgements = async (path: string, signal?: AbortSignal): Promise<Judgement[]> => {
  const judgements: Judgement[] = []
  let isFirst = true
  for await (const line of readLines(path, signal)) {
    const judgement = readJudgementLine(line, isFirst)
    if (judgement) judgements.push(judgement)
    isFirst = false
  }
  if (judgements.length === 0) throw faultAt(`${basename(path)}:1`, 'The file holds no judgement, so there is nothing to measure.')
  return judgements
}

/** Read once to check it, and again when it is stored. */
const readCorpus = async (path: string, signal?: AbortSignal): Promise<{ corpus: Corpus; ids: Set<string>; empty: Set<string> }> => {
  const hash = createHash('sha256')
  const ids = new Set<string>()
  const empty = new Set<string>()
  for await (const line of readLines(path, signal)) {
    const document = readCorpusLine(line)
    if (ids.has(document.id)) throw faultAt(line.place, `The document id "${document.id}" stands there twice.`)
    ids.add(document.id)
    if (!hasText(document)) empty.add(document.id)
    hash.update(JSON.stringify([document.id, document.title, document.text]))
  }
  if (ids.size === empty.size) throw faultAt(`${basename(path)}:1`, 'The corpus holds no document with a text.')
  return { corpus: { hash: hash.digest('hex'), count: ids.size - empty.size, documents: () => documentsIn(path) }, ids, empty }
}

async function* documentsIn(path: string): AsyncGenerator<CorpusDocument> {
  for await (const line of readLines(path)) {
    const document = readCorpusLine(line)
    if (hasText(document)) yield document
  }
}

const hasText = ({ text, title }: CorpusDocument): boolean => text.trim() !== '' || title.trim() !== ''

/** Fails with `not_found` and the splits that there are. */
export const qrelsFile = (folder: string, split: string): string => {
  const path = join(folder, 'qrels', `${split}.tsv`)
  if (existsSync(path)) return path
  const there = existsSync(join(folder, 'qrels')) ? readdirSync(join(folder, 'qrels')).filter((name) => name.endsWith('.tsv')) : []
  const names = there.map((name) => basename(name, '.tsv')).sort().join(', ') // prettier-ignore
  throw new AppError(
    'not_found',
    `There is no qrels/${split}.tsv in "${folder}". ${names ? `Choose with --split: ${names}.` : 'It says which documents are relevant for which question.'}`,
  )
}
