import { faultAt } from '../../base/located.ts'
import { caseId } from './case-id.ts'
import { blankCase, type UnplacedCase } from '../suite/blank-case.ts'
import { correctRubric, type ImportedSuite, type ImportFile } from './imported-suite.ts'
import type { Notes } from './notes.ts'
import { listInCell, readRows, type Row } from './rows.ts'
import { isFields, textOf, textsOf, type Fields } from './values.ts'

/** DeepEval's own separator of lists in a cell. */
const separator = ';'
const taken = ['name', 'input', 'expected_output', 'context', 'source_file', 'tags', 'comments', 'additional_metadata']
const ofThen = ['actual_output', 'retrieval_context', 'tools_called', 'token_cost', 'completion_time']

/** Goldens or test cases of DeepEval. Its metrics stand in Python code, so that none comes with them. */
export const deepevalSuite = (file: ImportFile, notes: Notes): Omit<ImportedSuite, 'name'> => {
  const rows = readRows(file, ['goldens', 'test_cases', 'testCases', 'conversational_goldens'])
  const cases = rows.flatMap((row) => toCase({ ...row, fields: snakeCase(row.fields) }, notes))
  return { description: null, cases, rubrics: cases.some(({ reference }) => reference !== null) ? [correctRubric] : [], repeat: 1, thresholds: {} }
}

const toCase = ({ fields, place }: Row, notes: Notes): UnplacedCase[] => {
  if ('scenario' in fields && !('input' in fields)) {
    notes.add('A conversation that a model plays is left out: a suite asks questions that are written down.', place)
    return []
  }
  const question = textOf(fields['input'])
  if (question === null) throw faultAt(place, 'This row has no "input".')
  noteRest(fields, place, notes)
  return [
    {
      ...blankCase(textOf(fields['name']) ?? caseId(question), question),
      reference: textOf(fields['expected_output']),
      quotes: listInCell(fields['context'], separator).map((text) => ({ source: null, text })),
      sources: textsOf(fields['source_file']),
      tags: [...textsOf(fields['tags']), ...metadataTags(fields['additional_metadata'])],
      // Its synthesizer rates what it wrote.
      origin: isFields(fields['additional_metadata']) && 'synthetic_input_quality' in fields['additional_metadata'] ? 'generated' : 'people',
    },
  ]
}

/** Test runs write camelCase, data sets snake_case. */
const snakeCase = (fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`), value]))

const metadataTags = (metadata: unknown): string[] =>
  isFields(metadata) ? Object.entries(metadata).flatMap(([name, value]) => (typeof value === 'string' && value !== '' ? [`${name}: ${value}`] : [])) : []

const noteRest = (fields: Fields, place: string, notes: Notes): void => {
  const isSaid = (name: string): boolean => fields[name] !== undefined && fields[name] !== null && fields[name] !== '' && JSON.stringify(fields[name]) !== '[]'
  if (listInCell(fields['context'], separator).length > 0)
    notes.add('"context" became "quotes": the answer has to rest on these words as they stand in a document.', place)
  for (const name of Object.keys(fields).filter((it) => !taken.includes(it) && isSaid(it))) {
    notes.add(
      ofThen.includes(name) ? `"${name}" is of an answer of then and left out: a suite asks anew.` : `"${name}" has no counterpart and is left out.`,
      place,
    )
  }
  if (isSaid('comments')) notes.add('"comments" are left out.', place)
  if (isFields(fields['additional_metadata'])) {
    const untold = Object.entries(fields['additional_metadata']).filter(([, value]) => typeof value !== 'string')
    for (const [name] of untold) notes.add(`"additional_metadata.${name}" is no text and is left out; texts became tags.`, place)
  }
}
