/** A small corpus of ours with questions: every right answer is known, and every wrong one would show. */
import type { EvalCase, EvalSuite, Threshold } from '../../src/domain/eval-suite.ts'
import { caseOf } from '../../src/evaluate/checks/checked-for-tests.ts'
import { asSet } from '../../src/evaluate/suite/read-suite.ts'

const beginnings = ['Nor', 'Vest', 'Sund', 'Halm', 'Berg', 'Lind', 'Strand', 'Kvit']
const ends = ['holm', 'vik', 'dal', 'ness', 'fjord']
const builders = ['Anna Moe', 'Per Lund', 'Kari Vold', 'Ola Dahl', 'Siri Bakke']
const days = ['Monday', 'Tuesday', 'Friday']

export const lighthouses = beginnings
  .flatMap((first) => ends.map((last) => first + last))
  .map((name, index) => {
    const sentence = `The lighthouse of ${name} was built in ${1801 + index * 3} by ${builders[index % 5]}.`
    const rest = `Its lamp burns ${20 + index} litres of oil each night.\n\n## Visits\n\nVisitors reach ${name} by boat on ${days[index % 3]}.`
    return { name, year: 1801 + index * 3, sentence, text: `# The lighthouse of ${name}\n\n${sentence} ${rest}\n` }
  })

const offTopic = [
  'How do I bake sourdough bread?',
  'Who wrote Pride and Prejudice?',
  'What is the boiling point of ethanol?',
  'Which team won the cup final?',
  'How many strings has a violin?',
  'What does a notary charge for a deed?',
  'Why is the sky blue?',
  'How do bees make honey?',
  'Which keyboard suits programmers?',
  'When do tulips bloom?',
  'How tall is a giraffe?',
  'Where are diamonds mined?',
]

const cases: readonly EvalCase[] = [
  ...lighthouses.map(({ name, year, sentence }) =>
    caseOf({
      id: name,
      question: `When was the lighthouse of ${name} built?`,
      answers: [String(year)],
      sources: [`${name}.md`],
      quotes: [{ source: `${name}.md`, text: sentence }],
    }),
  ),
  ...offTopic.map((question) => caseOf({ id: question, question, mustAbstain: true })),
]

const bound = (parts: Partial<Threshold> & { readonly metric: string }): Threshold => ({ tag: null, least: null, most: null, mostWorse: null, ...parts })

export const suite: EvalSuite = {
  name: 'lighthouses',
  hash: 'h',
  collection: 'lights',
  documents: [],
  cases,
  retrieval: [],
  variants: [asSet],
  rubrics: [],
  repeat: 1,
  mostCostUsd: null,
  thresholds: [
    ...['correct', 'answered', 'declined_rightly', 'citation_recall', 'source_hit'].map((metric) => bound({ metric, mostWorse: 0.03 })),
    ...['quotes_exact', 'numbers_agree', 'format'].map((metric) => bound({ metric, least: 1 })),
    bound({ metric: 'failed', most: 0 }),
    bound({ metric: 'latency_p95', most: 5000 }),
    bound({ metric: 'retrieval.mrr', least: 0.9 }),
  ],
}
