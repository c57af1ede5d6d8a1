import { faultAt, locateYaml } from '../../base/located.ts'
import { caseId } from './case-id.ts'
import { blankCase, type UnplacedCase } from '../suite/blank-case.ts'
import { correctRubric, type ImportedSuite, type ImportFile, type ImportSource } from './imported-suite.ts'
import type { Notes } from './notes.ts'
import { applyAssertions, noDemands, type Demands } from './promptfoo-assertions.ts'
import { readTests, type PromptfooTest } from './promptfoo-tests.ts'
import { askedBy, filledIn, isUsual, questionsOf, variablesOf, type Asked } from './promptfoo-variables.ts'
import { isFields, textOf, textsOf, type Fields } from './values.ts'

// Of the file itself; what is not named here or below is noted.
const taken = ['description', 'prompts', 'providers', 'targets', 'tests', 'defaultTest', 'scenarios', 'evaluateOptions', 'tags', '$schema']

/** A promptfoo configuration: its tests become cases, what they assert becomes what a case expects. */
export const promptfooSuite = async (file: ImportFile, source: ImportSource, notes: Notes): Promise<Omit<ImportedSuite, 'name'>> => {
  const located = locateYaml(file.text, file.name)
  const config = located.value
  if (!isFields(config)) throw faultAt(`${file.name}:1`, 'A promptfoo configuration has named fields.')
  noteRest(config, file.name, notes)
  const tests = await readTests(config, located, source, notes)
  const asked = askedBy(config['prompts'], tests)
  if (asked !== null && 'variable' in asked && !isUsual(asked.variable)) {
    notes.add(`"${asked.variable}" was taken as the question, because no prompt in this file says what is asked about it: write each question out.`, file.name)
  }
  const made = tests.flatMap((test) => toCases(test, asked, notes))
  const demands = made.map((it) => it.demands)
  return {
    description: textOf(config['description']),
    cases: made.map(({ made: it }) => it),
    rubrics: demands.some(({ needsJudge }) => needsJudge) ? [correctRubric] : [],
    repeat: repeatOf(config),
    thresholds: {
      ...loosest(
        'cost',
        demands.map((it) => it.mostCostUsd),
      ),
      ...loosest(
        'latency_p95',
        demands.map((it) => it.mostMs),
      ),
    },
  }
}

interface Made {
  readonly made: UnplacedCase
  readonly demands: Demands
}

const toCases = (test: PromptfooTest, asked: Asked | null, notes: Notes): Made[] => {
  const variables = variablesOf(test.fields['vars'])
  const questions = questionsOf(variables, asked, test.place, notes)
  noteTest(test, variables, asked, notes)
  return questions.map((question) => {
    const title = textOf(test.fields['description'])
    const blank = { ...blankCase(caseId(title ?? question), question), tags: tagsOf(test.fields['metadata']) }
    const demands = { ...noDemands }
    return {
      made: applyAssertions(test.assertions, blank, {
        variables: { ...variables, ...(asked && 'variable' in asked && { [asked.variable]: question }) },
        place: test.place,
        demands,
        notes,
      }),
      demands,
    }
  })
}

const tagsOf = (metadata: unknown): string[] =>
  isFields(metadata) ? Object.entries(metadata).flatMap(([name, value]) => textsOf(value).map((text) => (name === 'tags' ? text : `${name}: ${text}`))) : []

/** Each test has its own bound there; a suite has one for all, which has to let the loosest of them through. */
const loosest = (metric: string, bounds: readonly (number | null)[]): Record<string, { most: number }> => {
  const given = bounds.filter((it) => it !== null)
  return given.length === 0 ? {} : { [metric]: { most: Math.max(...given) } }
}

const repeatOf = ({ evaluateOptions }: Fields): number => {
  const repeat = isFields(evaluateOptions) ? Number(evaluateOptions['repeat'] ?? 1) : 1
  return Number.isInteger(repeat) && repeat >= 1 && repeat <= 100 ? repeat : 1
}

const noteRest = (config: Fields, file: string, notes: Notes): void => {
  const count = (name: string): number => (Array.isArray(config[name]) ? config[name].length : config[name] === undefined ? 0 : 1)
  if (count('prompts') > 0)
    notes.add('"prompts" are left out: a case asks the question itself, and the program has prompts of its own ("prompts" of a variant replaces them).', file)
  if (count('providers') + count('targets') > 0)
    notes.add(`"providers" are left out: name the models to compare with --models, or under "variants" (there: ${providersOf(config)}).`, file)
  if (count('tags') > 0) notes.add('"tags" of the whole configuration are left out.', file)
  if (isFields(config['evaluateOptions'])) {
    for (const name of Object.keys(config['evaluateOptions']))
      if (name !== 'repeat') notes.add(`"evaluateOptions.${name}" has no counterpart and is left out.`, file)
  }
  for (const name of Object.keys(config)) if (!taken.includes(name)) notes.add(`"${name}" has no counterpart and is left out.`, file)
}

const providersOf = (config: Fields): string =>
  [config['providers'] ?? config['targets']]
    .flat()
    .map((it) => textOf(it) ?? (isFields(it) ? (textOf(it['id']) ?? Object.keys(it)[0]) : null))
    .filter(Boolean)
    .join(', ')

const ofTest = ['description', 'vars', 'assert', 'metadata']

const noteTest = ({ fields, place }: PromptfooTest, variables: Fields, asked: Asked | null, notes: Notes): void => {
  const used = JSON.stringify([fields['assert'] ?? [], asked])
  for (const name of Object.keys(variables)) {
    const isQuestion = asked !== null && 'variable' in asked && asked.variable === name
    // Filling it in changes what it is used in.
    if (isQuestion || filledIn(used, { [name]: '_' }) !== used) continue
    notes.add(`The variable "${name}" is left out: a case asks one question, and its documents are in the collection.`, place)
  }
  for (const name of Object.keys(fields)) if (!ofTest.includes(name)) notes.add(`"${name}" of a test has no counterpart and is left out.`, place)
}
