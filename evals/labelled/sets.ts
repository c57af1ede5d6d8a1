/** Published sets of items that people have judged, as lines for `answerable eval judge`. */
import { readFileSync } from 'node:fs'
import { dataFolder } from '../datasets.ts'
import { partOf } from '../verifier/examples.ts'

export interface LabelledLine {
  readonly id: string
  readonly question: string
  readonly label?: string
  /** One for each annotator, in their order. */
  readonly labels?: readonly string[]
  readonly answer?: string
  readonly first?: string
  readonly second?: string
  readonly evidence?: string
}

const read = (path: string): string => readFileSync(new URL(path, dataFolder), 'utf8')

/** Replies of chat models with the knowledge they were given: google/BEGIN-dataset. Cut in two halves by the knowledge, as the verifier was trained. */
const begin = (part: 'dev' | 'heldOut'): LabelledLine[] =>
  ['wow/begin_dev_wow', 'topicalchat/begin_dev_tc'].flatMap((file) =>
    read(`begin-groundedness/${file}.tsv`)
      .trim()
      .split('\n')
      .slice(1)
      .flatMap((line, index) => {
        const [, , evidence = '', question = '', answer = '', label = ''] = line.split('\t')
        if (partOf(evidence) !== part) return []
        return [{ id: `${file}:${index + 1}`, question, evidence, answer, label: label.trim() === 'Fully attributable' ? 'pass' : 'fail' }]
      }),
  )

interface Summary {
  readonly id: string
  readonly doc: string
  readonly summary: string
  readonly label: 0 | 1
}

/** Summaries of e-mails after a small edit, consistent or not: SummEdits, domain sales_email. */
const summedits = (part: 'dev' | 'heldOut'): LabelledLine[] =>
  (JSON.parse(read('summedits-sales-email/summedits_sales_email.json')) as Summary[])
    .filter(({ doc }) => partOf(doc) === part)
    .map(({ id, doc, summary, label }) => ({ id, question: 'Summarise this e-mail.', evidence: doc, answer: summary, label: label === 1 ? 'pass' : 'fail' }))

interface PandaPair {
  readonly idx: number
  readonly instruction: string
  readonly input: string
  /** A bare number, where a model wrote no more. */
  readonly response1: string | number
  readonly response2: string | number
  readonly annotator1: 0 | 1 | 2
  readonly annotator2: 0 | 1 | 2
  readonly annotator3: 0 | 1 | 2
}

const preferences = ['tie', 'first', 'second'] as const

/** Two answers to one instruction, preferred by three people: WeOpenML/PandaLM, testset-v1. */
const pandalm = (): LabelledLine[] =>
  (JSON.parse(read('pandalm-judge/testset-v1.json')) as PandaPair[]).map(
    ({ idx, instruction, input, response1, response2, annotator1, annotator2, annotator3 }) => ({
      id: String(idx),
      question: input === '' ? instruction : `${instruction}\n\n${input}`,
      first: String(response1),
      second: String(response2),
      labels: [annotator1, annotator2, annotator3].map((said) => preferences[said]),
    }),
  )

interface HaluRow {
  readonly user_query: string
  readonly chatgpt_response: string
  readonly hallucination: 'yes' | 'no'
}

/** Chat answers that people found made up or not, without a source: RUCAIBox/HaluEval, general. */
const halueval = (): LabelledLine[] =>
  read('halueval-general/general_data.json')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as HaluRow)
    .filter(({ chatgpt_response }) => chatgpt_response.trim() !== '')
    // Some rows have no id, or another's: the line is its name.
    .map((row, index) => ({
      id: String(index + 1),
      question: row.user_query,
      answer: row.chatgpt_response,
      label: row.hallucination === 'no' ? 'pass' : 'fail',
    }))

export const labelledSets = {
  'begin-dev': () => begin('dev'),
  'begin-unseen': () => begin('heldOut'),
  'summedits-dev': () => summedits('dev'),
  'summedits-unseen': () => summedits('heldOut'),
  pandalm,
  'halueval-general': halueval,
} satisfies Record<string, () => LabelledLine[]>
