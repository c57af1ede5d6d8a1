import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { readLines } from '../../adapters/evaluation/read-lines.ts'
import { unreadable } from '../../adapters/evaluation/read-user-file.ts'
import { AppError } from '../../base/error.ts'
import type { CorpusDocument, RetrievalSet } from '../../domain/retrieval-eval.ts'
import { withoutText } from '../../evaluate/dataset/judged-questions.ts'
import { placedQuestions, type TextOf } from '../../evaluate/dataset/placed-questions.ts'
import { readSpanLine, readSpanTable, type SpanQuestion } from '../../evaluate/dataset/read-spans.ts'
import { typeOfText } from '../../ingest/parse/detect-type.ts'

const names = ['questions.jsonl', 'questions.csv', 'questions_df.csv']

/** The file of questions of a folder that has its texts in `corpora`; null when it is no such folder. */
export const spanFileIn = (folder: string): string | null => names.find((name) => existsSync(join(folder, name))) ?? null

export const openSpanFolder = async (folder: string, file: string, signal?: AbortSignal): Promise<RetrievalSet> => {
  const documents = await readCorpora(join(folder, 'corpora'))
  const questions = await readSpanQuestions(join(folder, file), signal)
  const texts = documents.filter(({ text }) => text.trim() !== '')
  const hollow = documents.length - texts.length
  const placed = placedQuestions(questions, textAmong(texts), file)
  return {
    name: basename(folder),
    target: 'spans',
    corpus: {
      hash: createHash('sha256').update(JSON.stringify(texts)).digest('hex'),
      count: texts.length,
      documents: async function* () {
        yield* texts
      },
    },
    questions: placed.questions,
    notes: [...(hollow > 0 ? [withoutText(hollow)] : []), ...placed.notes],
  }
}

export const readSpanQuestions = async (path: string, signal?: AbortSignal): Promise<SpanQuestion[]> => {
  if (path.endsWith('.csv')) return readSpanTable(await readText(path), basename(path))
  const questions: SpanQuestion[] = []
  for await (const line of readLines(path, signal)) questions.push(readSpanLine(line))
  return questions
}

const readCorpora = async (folder: string): Promise<CorpusDocument[]> => {
  const files = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    throw unreadable(folder, error)
  })
  const sources = files.filter((file) => file.isFile() && !file.name.startsWith('.')).map(({ name }) => name).sort() // prettier-ignore
  if (sources.length === 0) throw new AppError('invalid', `The folder "${folder}" holds no text, and the evidence has to lie in one.`)
  return Promise.all(sources.map(async (id) => ({ id, title: '', text: await readText(join(folder, id)), mediaType: typeOfText(id) })))
}

const textAmong = (documents: readonly CorpusDocument[]): TextOf => {
  const byName = new Map(documents.flatMap(({ id, text }) => [id, id.replace(/\.[^.]+$/, '')].map((name) => [name, { source: id, text }])))
  return (source) => byName.get(source) ?? null
}

/** As it will be stored, so that offsets agree: UTF-8 without byte-order mark, line ends as LF. */
const readText = async (path: string): Promise<string> => {
  const bytes = await readFile(path).catch((error: unknown) => {
    throw unreadable(path, error)
  })
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes).replaceAll('\r\n', '\n')
  } catch (cause) {
    const line = bytes.toString('utf8').split('\ufffd', 1)[0]!.split('\n').length
    throw new AppError('invalid', `${basename(path)}:${line}: This line is not in UTF-8. Save the file as UTF-8.`, { cause })
  }
}
