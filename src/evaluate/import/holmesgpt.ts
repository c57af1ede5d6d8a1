import { faultAt, locateYaml } from '../../base/located.ts'
import { caseId } from './case-id.ts'
import { blankCase, type UnplacedCase } from '../suite/blank-case.ts'
import { correctRubric, type ImportedSuite, type ImportFile } from './imported-suite.ts'
import type { Notes } from './notes.ts'
import { isFields, textOf, textsOf, type Fields } from './values.ts'

const taken = ['id', 'user_prompt', 'expected_output', 'tags', 'description']
const shell = ['before_test', 'after_test', 'setup_timeout', 'port_forwards', 'test_env_vars']

/** `test_case.yaml` files of HolmesGPT, one for each incident; the folder is its name. Their shell commands are not taken over, and never run. */
export const holmesgptSuite = (files: readonly ImportFile[], notes: Notes): Omit<ImportedSuite, 'name'> => ({
  description: null,
  cases: files.flatMap((file) => toCases(file, notes)),
  rubrics: [correctRubric],
  repeat: 1,
  thresholds: {},
})

const toCases = ({ name, text }: ImportFile, notes: Notes): UnplacedCase[] => {
  const { value } = locateYaml(text, name)
  const prompts = isFields(value) ? textsOf(value['user_prompt']) : []
  if (!isFields(value) || prompts.length === 0) throw faultAt(`${name}:1`, 'This incident has no "user_prompt".')
  const statements = textsOf(value['expected_output'])
  noteRest(value, name, statements, notes)
  const folder = name.split('/').at(-2)
  return prompts.map((question) => ({
    ...blankCase(folder ?? caseId(question), question),
    reference: statements.length === 0 ? null : statements.length === 1 ? statements[0]! : statements.map((it) => `- ${it}`).join('\n'),
    tags: textsOf(value['tags']),
  }))
}

const noteRest = (fields: Fields, place: string, statements: readonly string[], notes: Notes): void => {
  if (statements.length > 1) notes.add('The statements of "expected_output" became the points of one "reference": the judge says whether all are met.', place)
  if (Array.isArray(fields['user_prompt'])) notes.add('Each wording of "user_prompt" became a case of its own.', place)
  if (textOf(fields['description']) !== null) notes.add('"description" is left out: it is meant for readers, not for the answer.', place)
  const commands = shell.filter((name) => fields[name] !== undefined)
  if (commands.length > 0)
    notes.add(`Its set-up (${commands.map((name) => `"${name}"`).join(', ')}) is left out and never run: documents take the place of a cluster.`, place)
  const correctness = isFields(fields['evaluation']) ? fields['evaluation']['correctness'] : undefined
  if (correctness !== undefined) notes.add(`"evaluation.correctness" is left out: set a threshold for "judge.${correctRubric}" instead.`, place)
  for (const name of Object.keys(fields)) {
    if (![...taken, ...shell, 'evaluation'].includes(name)) notes.add(`"${name}" has no counterpart and is left out.`, place)
  }
}
