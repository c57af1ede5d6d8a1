import { stringify } from 'yaml'
import { sha256 } from '../../base/id.ts'
import type { GeneratedQuestion } from './generate-questions.ts'
import type { SwappedQuestion } from './swap-in-question.ts'

export interface SuiteWords {
  readonly collection: string
  readonly model: string
  readonly prompt: string
  readonly seed: number
  readonly questions: readonly GeneratedQuestion[]
  readonly unanswerable: readonly (SwappedQuestion & { readonly source: string })[]
}

/** The text of a suite, as `eval run` reads it. All its cases are of origin `generated`, which reports keep apart from people's. */
export const generatedSuite = ({ collection, model, prompt, seed, questions, unanswerable }: SuiteWords): string => {
  const head = [
    `Test questions made from the documents of "${collection}" by ${model}, prompt ${prompt}, seed ${seed}.`,
    'Each rests on the quote beside it; nobody has read them yet. Read them, mend or remove what is wrong, and set "origin: people" on what you vouch for.',
    ...(unanswerable.length > 0 ? ['Unanswerable ones are others with a number or a name swapped by script for one that no document holds.'] : []),
  ]
  const suite = {
    name: `generated-${collection}`.slice(0, 40),
    collection,
    cases: [...questions.map(answerableCase), ...unanswerable.map(unanswerableCase)],
  }
  return `${head.map((line) => `# ${line}\n`).join('')}${stringify(suite, { lineWidth: 0 })}`
}

const answerableCase = ({ question, answer, source, version, span, quote }: GeneratedQuestion) => ({
  id: idOf(question),
  question,
  reference: answer,
  sources: [source],
  quotes: [{ source, text: quote, version, start: span.start, end: span.end }],
  origin: 'generated',
})

const unanswerableCase = ({ question, method }: SuiteWords['unanswerable'][number]) => ({
  id: idOf(question),
  question,
  abstain: true,
  tags: ['unanswerable', method],
  origin: 'generated',
})

/** Short, and no words of documents: ids are kept where a removed document's words may not stand. */
const idOf = (question: string): string => `generated-${sha256(question).slice(0, 12)}`
