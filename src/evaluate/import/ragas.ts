import type { Message } from '../../domain/model.ts'
import { faultAt } from '../../base/located.ts'
import { caseId } from './case-id.ts'
import { blankCase, type UnplacedCase } from '../suite/blank-case.ts'
import { correctRubric, type ImportedSuite, type ImportFile } from './imported-suite.ts'
import type { Notes } from './notes.ts'
import { listInCell, readRows, type Row } from './rows.ts'
import { firstOf, isFields, textOf, type Fields } from './values.ts'

// Names since version 0.2, and those before it.
const names = {
  question: ['user_input', 'question'],
  reference: ['reference', 'ground_truth', 'ground_truths', 'ground_truth_answer'],
  contexts: ['reference_contexts', 'ground_truth_contexts'],
} as const
const tagged = ['query_style', 'query_length', 'persona_name', 'synthesizer_name', 'evolution_type']
const known = [...Object.values(names).flat(), ...tagged, 'response', 'answer', 'retrieved_contexts', 'contexts', 'id', 'Unnamed: 0']

/** Samples of Ragas, or a test set that it generated. Its metrics stand in Python code, so that none comes with them. */
export const ragasSuite = (file: ImportFile, notes: Notes): Omit<ImportedSuite, 'name'> => {
  const cases = readRows(file, ['samples', 'examples', 'data', 'rows']).flatMap((row) => toCase(row, notes))
  return { description: null, cases, rubrics: cases.some(({ reference }) => reference !== null) ? [correctRubric] : [], repeat: 1, thresholds: {} }
}

const toCase = ({ fields, place }: Row, notes: Notes): UnplacedCase[] => {
  const asked = questionOf(firstOf(fields, names.question))
  if (asked === null) throw faultAt(place, 'This row has no "user_input", or the last turn in it is not the user’s.')
  noteRest(fields, place, notes)
  const reference = firstOf(fields, names.reference)
  return [
    {
      ...blankCase(textOf(fields['id']) ?? caseId(asked.question), asked.question),
      history: asked.history,
      reference: Array.isArray(reference) ? (listInCell(reference, null)[0] ?? null) : textOf(reference),
      quotes: listInCell(firstOf(fields, names.contexts), null).map((text) => ({ source: null, text })),
      tags: tagged.flatMap((name) => textOf(fields[name]) ?? []),
      // Only its own generator writes these.
      origin: fields['synthesizer_name'] || fields['evolution_type'] ? 'generated' : 'people',
    },
  ]
}

interface Asked {
  readonly question: string
  readonly history: readonly Message[]
}

/** A text, or turns of which the last is the question. */
const questionOf = (value: unknown): Asked | null => {
  if (!Array.isArray(value)) {
    const question = textOf(value)
    return question === null ? null : { question, history: [] }
  }
  const turns = value.filter(isFields).flatMap((it): Message[] => {
    const content = textOf(it['content'])
    const role = it['type'] ?? it['role']
    if (content === null) return []
    return role === 'human' || role === 'user' ? [{ role: 'user', content }] : role === 'ai' || role === 'assistant' ? [{ role: 'assistant', content }] : []
  })
  const asked = turns.findLastIndex(({ role }) => role === 'user')
  return asked < 0 ? null : { question: turns[asked]!.content, history: turns.slice(0, asked) }
}

const noteRest = (fields: Fields, place: string, notes: Notes): void => {
  if (firstOf(fields, ['response', 'answer']) !== undefined) notes.add('The response of then is left out: a suite asks anew.', place)
  if (firstOf(fields, ['retrieved_contexts', 'contexts']) !== undefined)
    notes.add('What was retrieved then is left out: it says what was found, not what should be.', place)
  for (const name of Object.keys(fields))
    if (!known.includes(name) && saysSomething(fields[name])) notes.add(`"${name}" has no counterpart and is left out.`, place)
}

/** Of any form: rubrics of a sample are an object. */
const saysSomething = (value: unknown): boolean =>
  typeof value === 'object' && value !== null ? Object.values(value).some(saysSomething) : textOf(value) !== null
