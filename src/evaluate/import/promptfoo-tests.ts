import { locateYaml, type Located, type Path } from '../../base/located.ts'
import type { ImportSource } from './imported-suite.ts'
import type { Notes } from './notes.ts'
import { readRows } from './rows.ts'
import { isFields, textOf, type Fields } from './values.ts'

export interface PromptfooTest {
  readonly fields: Fields
  /** Those of `defaultTest` first. */
  readonly assertions: readonly unknown[]
  readonly place: string
}

/** All tests, those of files and scenarios too, each with what `defaultTest` gives to all. */
export const readTests = async (config: Fields, located: Located, source: ImportSource, notes: Notes): Promise<PromptfooTest[]> => {
  const shared = await readShared(config['defaultTest'], located, source, notes)
  const listed = [
    ...(await readList(config['tests'], located, ['tests'], source, notes)),
    ...(await readScenarios(config['scenarios'], located, source, notes)),
  ]
  return listed.map(({ fields, place }) => ({
    fields: { ...fields, vars: { ...varsOf(shared), ...varsOf(fields) } },
    assertions: [...assertionsOf(shared), ...assertionsOf(fields)],
    place,
  }))
}

interface Placed {
  readonly fields: Fields
  readonly place: string
}

const readShared = async (value: unknown, located: Located, source: ImportSource, notes: Notes): Promise<Fields> => {
  const place = located.placeOf(['defaultTest'])
  const shared = typeof value === 'string' ? await readReferenced(value, place, source, notes) : value
  if (!isFields(shared)) return {}
  for (const name of Object.keys(shared)) {
    if (!['vars', 'assert'].includes(name)) notes.add(`"defaultTest.${name}" has no counterpart and is left out.`, place)
  }
  return shared
}

const readReferenced = async (value: string, place: string, source: ImportSource, notes: Notes): Promise<unknown> => {
  const path = pathOf(value)
  const text = path === null ? null : await source.readBeside(path)
  if (text !== null) return locateYaml(text, path!).value
  notes.add(`"${value}" was not read; import it by itself, or put its contents in place of it.`, place)
  return null
}

/** A list, one file, or a list of files and tests. */
const readList = async (value: unknown, located: Located, at: Path, source: ImportSource, notes: Notes): Promise<Placed[]> => {
  if (value === undefined || value === null) return []
  const isList = Array.isArray(value)
  const items: unknown[] = isList ? value : [value]
  const read = await Promise.all(
    items.map(async (item, index) => {
      const place = located.placeOf(isList ? [...at, index] : at)
      if (typeof item === 'string') return readFile(item, place, source, notes)
      if (isFields(item)) return [{ fields: item, place }]
      notes.add('This test has no fields and is left out.', place)
      return []
    }),
  )
  return read.flat()
}

const readFile = async (value: string, place: string, source: ImportSource, notes: Notes): Promise<Placed[]> => {
  const path = pathOf(value)
  const text = path === null || !/\.(ya?ml|json|jsonl|csv)$/i.test(path) ? null : await source.readBeside(path)
  if (text === null) {
    notes.add(`"${value}" was not read: tests are taken from YAML, JSON, JSON lines and CSV files beside the configuration.`, place)
    return []
  }
  return readRows({ name: path!, text }, ['tests']).map((row) => (/\.csv$/i.test(path!) ? fromTable(row, notes) : row))
}

/** Columns are variables, but those that begin with two underscores. */
const fromTable = ({ fields, place }: Placed, notes: Notes): Placed => {
  const columns = Object.entries(fields)
  const special = (pattern: RegExp): unknown[] => columns.flatMap(([name, value]) => (pattern.test(name) && textOf(value) !== null ? [value] : []))
  for (const [name, value] of columns) {
    if (name.startsWith('__') && !/^__(expected\d*|description|metadata:.*)$/.test(name) && textOf(value) !== null)
      notes.add(`The column "${name}" has no counterpart and is left out.`, place)
  }
  const metadata = columns
    .filter(([name]) => name.startsWith('__metadata:'))
    .map(([name, value]) => [name.slice('__metadata:'.length).replace('[]', ''), value] as const)
  const description = special(/^__description$/)[0]
  return {
    place,
    fields: {
      vars: Object.fromEntries(columns.filter(([name]) => !name.startsWith('__'))),
      assert: special(/^__expected\d*$/).map((it) => assertionOf(String(it))),
      ...(metadata.length > 0 && { metadata: Object.fromEntries(metadata) }),
      ...(description !== undefined && { description }),
    },
  }
}

/** `contains: forty-two`, `similar(0.8): forty-two`, or the whole answer. */
const assertionOf = (written: string): Fields => {
  const match = /^([a-z-]+)(?:\(([\d.]+)\))?:\s*([\s\S]*)$/.exec(written.trim())
  if (!match) return { type: 'equals', value: written.trim() }
  const [, type, threshold, value] = match
  return { type: type === 'grade' ? 'llm-rubric' : type, value, ...(threshold !== undefined && { threshold: Number(threshold) }) }
}

/** Each of its sets of variables with each of its tests. */
const readScenarios = async (value: unknown, located: Located, source: ImportSource, notes: Notes): Promise<Placed[]> => {
  if (!Array.isArray(value)) return []
  const all = await Promise.all(
    value.map(async (scenario: unknown, index) => {
      if (!isFields(scenario)) {
        notes.add('This scenario was not read; put its contents in place of it.', located.placeOf(['scenarios', index]))
        return []
      }
      const tests = await readList(scenario['tests'], located, ['scenarios', index, 'tests'], source, notes)
      const sets = (Array.isArray(scenario['config']) ? scenario['config'] : [{}]).filter(isFields)
      return sets.flatMap((set) =>
        tests.map(({ fields, place }) => ({
          place,
          fields: { ...fields, vars: { ...varsOf(set), ...varsOf(fields) }, assert: [...assertionsOf(set), ...assertionsOf(fields)] },
        })),
      )
    }),
  )
  return all.flat()
}

const varsOf = ({ vars }: Fields): Fields => (isFields(vars) ? vars : {})
const assertionsOf = (fields: Fields): readonly unknown[] => (Array.isArray(fields['assert']) ? fields['assert'] : [])

/** Null for what is no path of a file: an address, a program, a pattern. */
const pathOf = (value: string): string | null => {
  const path = value.replace(/^file:\/\//, '')
  return /^[a-z]+:\/\/|[*?{]/i.test(path) ? null : path
}
