/** Tables of test rows, in any of the forms that Python tools write them. */
import papa from 'papaparse'
import { faultAt, locateJsonLines, locateYaml } from '../../base/located.ts'
import type { ImportFile } from './imported-suite.ts'
import { isFields, textsOf, type Fields } from './values.ts'

export interface Row {
  readonly fields: Fields
  /** `goldens.json:12`. */
  readonly place: string
}

/** JSON lines and CSV by their ending, else JSON or YAML: a list, or an object that holds it in one of `wrappers`. Fails with `invalid` and the line. */
export const readRows = ({ name, text }: ImportFile, wrappers: readonly string[]): Row[] => {
  if (/\.(csv|tsv)$/i.test(name)) return tableRows(text, name)
  const located = /\.(jsonl|ndjson)$/i.test(name) ? locateJsonLines(text, name) : locateYaml(text, name)
  const wrapper = isFields(located.value) ? wrappers.find((it) => Array.isArray((located.value as Fields)[it])) : undefined
  const list = wrapper === undefined ? located.value : (located.value as Fields)[wrapper]
  if (!Array.isArray(list)) throw faultAt(`${name}:1`, `A list of rows is wanted here, or an object with ${wrappers.map((it) => `"${it}"`).join(' or ')}.`)
  return list.map((fields: unknown, index) => {
    const place = located.placeOf(wrapper === undefined ? [index] : [wrapper, index])
    if (!isFields(fields)) throw faultAt(place, 'Each row has to be an object with named fields.')
    return { fields, place }
  })
}

const tableRows = (text: string, name: string): Row[] => {
  const { data, errors } = papa.parse<Record<string, string>>(text, { header: true, skipEmptyLines: true })
  const fault = errors.find(({ code }) => code !== 'UndetectableDelimiter')
  // The header is line 1; a cell may hold line ends, so that this is the row rather than the line.
  if (fault) throw faultAt(`${name}, row ${(fault.row ?? 0) + 1}`, `This is no table: ${fault.code}.`)
  return data.map((fields, index) => ({ fields, place: `${name}, row ${index + 1}` }))
}

/** A list in a cell: JSON, what Python prints, or texts between separators. */
export const listInCell = (value: unknown, separator: string | null): string[] =>
  textsOf(Array.isArray(value) ? value : typeof value === 'string' ? itemsOf(value.trim(), separator) : [])

const itemsOf = (text: string, separator: string | null): string[] => {
  if (text.startsWith('[') && text.endsWith(']')) return jsonList(text) ?? pythonList(text) ?? [text]
  return separator === null ? [text] : text.split(separator)
}

const jsonList = (text: string): string[] | null => {
  try {
    return (JSON.parse(text) as unknown[]).map(String)
  } catch {
    return null
  }
}

const pythonText = /'((?:[^'\\]|\\[\s\S])*)'|"((?:[^"\\]|\\[\s\S])*)"/y
const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' }

/** `['it''s', "so"]` as `repr` writes it; numpy leaves the commas out. Null for anything else. */
const pythonList = (text: string): string[] | null => {
  const items: string[] = []
  let at = 1
  for (;;) {
    while (/[\s,]/.test(text[at]!)) at += 1
    if (at === text.length - 1) return items
    pythonText.lastIndex = at
    const match = pythonText.exec(text)
    if (!match) return null
    items.push((match[1] ?? match[2])!.replace(/\\([\s\S])/g, (_, it: string) => escapes[it] ?? it))
    at = pythonText.lastIndex
  }
}
