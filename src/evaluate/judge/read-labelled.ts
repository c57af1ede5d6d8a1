/** Labelled items, one JSON object a line: what a judge is measured on. */
import { z } from 'zod'
import type { Labelled, Rubric, Vote } from '../../domain/judgement.ts'
import type { FileLine } from '../../domain/retrieval-eval.ts'
import { idSchema, readJsonLine } from '../dataset/json-line.ts'
import { faultAt } from '../../base/located.ts'
import { pairVerdicts, singleVerdicts } from './judge-prompt.ts'

/** Every line as this rubric can judge it, in the order of the file. Fails with `invalid` and the first line that is wrong. */
export const readLabelled = async (lines: AsyncIterable<FileLine>, rubric: Pick<Rubric, 'kind' | 'needs' | 'version'>): Promise<Labelled[]> => {
  const read: Labelled[] = []
  const seen = new Map<string, string>()
  for await (const line of lines) {
    const one = rubric.kind === 'single' ? readSingle(line) : readPair(line)
    const before = seen.get(one.item.id)
    if (before) throw faultAt(line.place, `The id "${one.item.id}" stands in ${before} already. Give each item an id of its own.`)
    const missing = rubric.needs.find((need) => !one.item[need]?.trim())
    if (missing) throw faultAt(line.place, `"${missing}" is missing, and ${rubric.version} judges by it.`)
    seen.set(one.item.id, line.place)
    read.push(one)
  }
  return read
}

const readSingle = (line: FileLine): Labelled => {
  const { id, question, answer, reference = null, evidence = null, ...labels } = readJsonLine(line, singleLine)
  const votes = votesOf(labels, line)
  return { kind: 'single', item: { id, question, answer, reference, evidence }, votes, label: majority(votes) ?? 'fail' }
}

const readPair = (line: FileLine): Labelled => {
  const { id, question, first, second, reference = null, evidence = null, ...labels } = readJsonLine(line, pairLine)
  const votes = votesOf(labels, line)
  return { kind: 'pair', item: { id, question, first, second, reference, evidence }, votes, label: majority(votes) ?? 'tie' }
}

const text = z.string().nullable().optional()
const common = { id: idSchema, question: z.string(), reference: text, evidence: text }

/** One label, one for each person in the same order on every line, or one for each person by name. */
const labelsOf = <Label extends z.ZodType<string>>(label: Label) => ({
  label: label.optional(),
  labels: z.union([z.array(label).min(1), z.record(z.string(), label)]).optional(),
})

const singleLine = z.object({ ...common, answer: z.string(), ...labelsOf(z.enum(singleVerdicts)) })
const pairLine = z.object({ ...common, first: z.string(), second: z.string(), ...labelsOf(z.enum(pairVerdicts)) })

interface Labels {
  readonly label?: string | undefined
  readonly labels?: readonly string[] | Readonly<Record<string, string>> | undefined
}

const votesOf = ({ label, labels }: Labels, { place }: FileLine): Vote[] => {
  const votes = Object.entries(labels ?? (label === undefined ? {} : { people: label })).map(([rater, said]) => ({ rater, label: said }))
  if (votes.length === 0) throw faultAt(place, 'Nobody says what is right: "label" or "labels" is missing.')
  return votes
}

const majority = (votes: readonly Vote[]): string | null => {
  const counts = [...Map.groupBy(votes, ({ label }) => label)].map(([label, same]) => ({ label, count: same.length }))
  return counts.find(({ count }) => count * 2 > votes.length)?.label ?? null
}
