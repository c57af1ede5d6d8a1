/** Suites made of answers: cases in a YAML file, the documents that they were answered from in a corpus file beside it. */
import { existsSync } from 'node:fs'
import { basename, dirname, extname, join } from 'node:path'
import { Document, isMap, isSeq, parseDocument } from 'yaml'
import { AppError } from '../../base/error.ts'
import { readUserFile } from './read-user-file.ts'
import { writeUserFile } from './write-user-file.ts'

export interface NewCase {
  /** Fields as they stand in the file. */
  readonly record: Readonly<Record<string, unknown>> & { readonly id: string; readonly question: string }
  readonly corpus: readonly CorpusDocument[]
}

export interface CorpusDocument {
  readonly source: string
  readonly version: string
  /** Its line in the corpus. */
  readonly line: string
}

const corpusPathOf = (suitePath: string): string => join(dirname(suitePath), `${basename(suitePath, extname(suitePath))}.corpus.jsonl`)

/** Makes the suite where there is none. Fails with `invalid` for a file that is no suite, and with `conflict` for a case, or another version of a document, that is there already. */
export const addCaseToSuite = async (path: string, added: NewCase): Promise<{ readonly corpus: string; readonly documents: number }> => {
  if (!/\.ya?ml$/i.test(path)) throw new AppError('invalid', `Cases are written as YAML: "${basename(path)}" should end in .yaml.`)
  const corpusPath = corpusPathOf(path)
  const suite = existsSync(path) ? await readSuite(path) : newSuite(path)
  const cases = casesOf(suite, path)
  refuseDuplicate(cases, path, added)
  const missing = missingIn(await readCorpus(corpusPath), corpusPath, added.corpus)
  nameCorpus(suite, path, basename(corpusPath))
  cases.items.push(suite.createNode(added.record))
  // The corpus first: a suite never names documents that are not there.
  if (missing.length > 0) await writeUserFile(corpusPath, `${await textOf(corpusPath)}${missing.map(({ line }) => `${line}\n`).join('')}`)
  await writeUserFile(path, suite.toString({ lineWidth: 0 }))
  return { corpus: corpusPath, documents: missing.length }
}

/** The same as text, of one case. */
export const suiteOfOne = (name: string, added: NewCase): { readonly suite: string; readonly corpus: string } => {
  const suite = newSuite(`${name}.yaml`)
  nameCorpus(suite, name, `${name}.corpus.jsonl`)
  casesOf(suite, name).items.push(suite.createNode(added.record))
  return { suite: suite.toString({ lineWidth: 0 }), corpus: added.corpus.map(({ line }) => `${line}\n`).join('') }
}

const newSuite = (path: string): Document => new Document({ name: suiteName(path), documents: [], cases: [] })

const suiteName = (path: string): string =>
  basename(path, extname(path))
    .toLowerCase()
    .replace(/[^a-z0-9_-]+/g, '-')
    .replace(/^[-_]+/, '')
    .slice(0, 40) || 'feedback'

const readSuite = async (path: string): Promise<Document> => {
  const suite = parseDocument(await readUserFile(path))
  const fault = suite.errors[0]
  if (fault) throw new AppError('invalid', `${basename(path)}:${fault.linePos?.[0].line ?? 1} is not valid YAML: ${fault.message.split('\n')[0]}`)
  if (!isMap(suite.contents))
    throw new AppError('invalid', `${basename(path)} is no suite: it must hold "name", "documents" and "cases". Give another file with --out.`)
  return suite
}

const casesOf = (suite: Document, path: string) => {
  const cases = suite.get('cases')
  if (isSeq(cases)) {
    cases.flow = false
    return cases
  }
  throw new AppError('invalid', `${basename(path)} keeps its cases in another file. Give a suite with a list of cases, or a new file, with --out.`)
}

const refuseDuplicate = (cases: ReturnType<typeof casesOf>, path: string, { record }: NewCase): void => {
  const there = cases.toJSON() as Readonly<Record<string, unknown> | null>[]
  const same = there.find((it) => it?.['id'] === record.id || it?.['question'] === record.question)
  if (same) throw new AppError('conflict', `${basename(path)} has this case already, as "${String(same['id'] ?? record.id)}".`)
}

/** A collection as it stands and a frozen corpus cannot both be asked. */
const nameCorpus = (suite: Document, path: string, name: string): void => {
  if (suite.get('collection'))
    throw new AppError(
      'invalid',
      `${basename(path)} asks the collection "${String(suite.get('collection'))}" as it stands; a case from an answer brings its own documents. Give another file with --out.`,
    )
  const documents = suite.get('documents')
  const names: unknown[] = isSeq(documents) ? (documents.toJSON() as unknown[]) : typeof documents === 'string' ? [documents] : []
  if (!names.includes(name)) suite.set('documents', suite.createNode([...names, name]))
}

const readCorpus = async (path: string): Promise<ReadonlyMap<string, string>> =>
  new Map(
    (await textOf(path))
      .split('\n')
      .map((line, index) => ({ line, number: index + 1 }))
      .filter(({ line }) => line.trim() !== '')
      .map(({ line, number }) => {
        try {
          const { _id, metadata } = JSON.parse(line) as { _id: string; metadata?: { version?: string } }
          return [_id, metadata?.version ?? '']
        } catch (error) {
          throw new AppError(
            'invalid',
            `${basename(path)}:${number} is not valid JSON: ${(error as Error).message}. Mend the line, or give a new suite with --out.`,
          )
        }
      }),
  )

const missingIn = (there: ReadonlyMap<string, string>, path: string, documents: readonly CorpusDocument[]): CorpusDocument[] => {
  const other = documents.find(({ source, version }) => there.has(source) && there.get(source) !== version)
  if (other)
    throw new AppError(
      'conflict',
      `${basename(path)} holds another version of "${other.source}": answers of two states of the documents need two suites. Give a new file with --out.`,
    )
  return documents.filter(({ source }) => !there.has(source))
}

const textOf = async (path: string): Promise<string> => {
  if (!existsSync(path)) return ''
  const text = await readUserFile(path)
  return text === '' || text.endsWith('\n') ? text : `${text}\n`
}
