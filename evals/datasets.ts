/** The three question sets that retrieval and answers are measured on. They lie outside the project: `../shared/data`, see the SOURCE.md in each folder there. */
import { existsSync, readFileSync } from 'node:fs'
import { sha256 } from '../src/base/id.ts'
import papa from 'papaparse'

export interface EvalDocument {
  readonly source: string
  readonly title: string
  readonly text: string
}

export interface EvalQuestion {
  readonly id: string
  readonly text: string
  /** Where the answer stands; empty for a question that the documents do not answer. */
  readonly evidence: readonly { readonly source: string; readonly start: number; readonly end: number }[]
  /** Texts of which each is a right answer; empty where the set has none. */
  readonly answers: readonly string[]
  readonly answerable: boolean
  /** The document whose questions stand or fall together in an interval. */
  readonly cluster: string
  /** Halves by hash of the id: choices are made on `dev`, figures are told of `heldOut`. */
  readonly part: 'dev' | 'heldOut'
}

export interface EvalSet {
  readonly name: string
  /** `passage`: the right document is to be found; `span`: the chunks that hold the evidence. */
  readonly target: 'passage' | 'span'
  readonly documents: readonly EvalDocument[]
  readonly questions: readonly EvalQuestion[]
}

export const dataFolder = new URL('../../shared/data/', import.meta.url)
export const hasData = (): boolean => existsSync(new URL('chunking-evaluation/', dataFolder))

export const loadEvalSets = (): EvalSet[] => [loadChunkingEvaluation(), loadClapnq(), loadXquad('en')]

/** 472 questions over five long documents, each with the excerpts that answer it. */
export const loadChunkingEvaluation = (): EvalSet => {
  const { data: rows } = papa.parse<{ question: string; references: string; corpus_id: string }>(read('chunking-evaluation/questions_df.csv'), {
    header: true,
    skipEmptyLines: true,
  })
  const names = ['chatlogs', 'finance', 'pubmed', 'state_of_the_union', 'wikitexts']
  const documents = names.map((name) => ({ source: `${name}.md`, title: '', text: read(`chunking-evaluation/corpora/${name}.md`) }))
  const questions = rows.map((row) => {
    const excerpts = JSON.parse(row.references) as { content: string; start_index: number; end_index: number }[]
    const source = `${row.corpus_id}.md`
    return question({
      id: `${row.corpus_id}:${row.question}`,
      text: row.question,
      evidence: excerpts.map((excerpt) => ({ source, start: excerpt.start_index, end: excerpt.end_index })),
      answers: excerpts.map(({ content }) => content),
      cluster: row.corpus_id,
    })
  })
  return { name: 'chunking-evaluation', target: 'span', documents, questions }
}

interface ClapnqRow {
  readonly id: string
  readonly input: string
  readonly passages: readonly { readonly title: string; readonly text: string }[]
  readonly output: readonly { readonly answer: string; readonly selected_sentences: readonly string[] }[]
}

/** 300 questions with a passage that answers them and 300 whose passage does not, among 600 passages. */
export const loadClapnq = (): EvalSet => {
  const rows = ['answerable', 'unanswerable'].flatMap((kind) =>
    read(`clapnq-dev/dev/clapnq_dev_${kind}.jsonl`)
      .trim()
      .split('\n')
      .map((line) => ({ ...(JSON.parse(line) as ClapnqRow), answerable: kind === 'answerable' })),
  )
  // Three passages stand there twice: one document each.
  const sources = new Map<string, string>()
  for (const row of rows) if (!sources.has(row.passages[0]!.text)) sources.set(row.passages[0]!.text, `${row.id}.txt`)
  const documents = rows
    .filter((row) => sources.get(row.passages[0]!.text) === `${row.id}.txt`)
    .map((row) => ({ source: `${row.id}.txt`, title: row.passages[0]!.title, text: row.passages[0]!.text }))
  const questions = rows.map((row) => {
    const { text } = row.passages[0]!
    const source = sources.get(text)!
    return question({
      id: row.id,
      text: row.input,
      evidence: row.answerable ? [{ source, start: 0, end: text.length }] : [],
      answers: row.answerable ? row.output.map(({ answer }) => answer) : [],
      cluster: source,
    })
  })
  return { name: 'clapnq-dev', target: 'passage', documents, questions }
}

interface XquadFile {
  readonly data: readonly {
    readonly title: string
    readonly paragraphs: readonly {
      readonly context: string
      readonly qas: readonly {
        readonly id: string
        readonly question: string
        readonly answers: readonly { readonly text: string; readonly answer_start: number }[]
      }[]
    }[]
  }[]
}

/** 1,190 questions over 240 paragraphs of 48 articles, in English, Spanish or Chinese. */
export const loadXquad = (language: 'en' | 'es' | 'zh'): EvalSet => {
  const { data } = JSON.parse(read(`xquad/xquad.${language}.json`)) as XquadFile
  const paragraphs = data.flatMap(({ title, paragraphs }) =>
    paragraphs.map(({ context, qas }, index) => ({ source: `${title}-${index}.txt`, title: title.replaceAll('_', ' '), text: readable(context), qas })),
  )
  const questions = paragraphs.flatMap(({ source, text, qas }) =>
    qas.map((asked) =>
      question({
        id: asked.id,
        text: asked.question,
        evidence: [{ source, start: 0, end: text.length }],
        answers: asked.answers.map((answer) => answer.text),
        cluster: source,
      }),
    ),
  )
  return { name: `xquad-${language}`, target: 'passage', documents: paragraphs.map(({ source, title, text }) => ({ source, title, text })), questions }
}

// Some Spanish paragraphs hold a byte order mark. Parsing takes it away, and offsets must count on what is left.
const readable = (text: string): string => text.replaceAll('\ufeff', '')

export const question = (parts: Omit<EvalQuestion, 'part' | 'answerable'>): EvalQuestion => ({
  ...parts,
  answerable: parts.evidence.length > 0,
  part: Number.parseInt(sha256(parts.id).slice(0, 8), 16) % 2 === 0 ? 'dev' : 'heldOut',
})

const read = (path: string): string => readFileSync(new URL(path, dataFolder), 'utf8')
