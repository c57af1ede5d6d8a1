import { sha256 } from '../../base/id.ts'
import type { EvalCase } from '../../domain/eval-suite.ts'
import { faultsOf } from '../../base/checked-file.ts'
import { checked } from './checked.ts'
import { locateJsonLines, locateYaml, type Located, type Path } from '../../base/located.ts'
import { caseSchema, type CaseFile } from './suite-file.ts'

/** Cases of a file of its own: JSON lines by its ending, else YAML or JSON with a list, or with a list under `cases`. */
export const readCasesFile = (text: string, file: string): EvalCase[] => {
  const located = /\.(jsonl|ndjson)$/i.test(file) ? locateJsonLines(text, file) : locateYaml(text, file)
  const { value } = located
  const isWrapped = typeof value === 'object' && value !== null && !Array.isArray(value) && 'cases' in value
  return isWrapped ? readCases(located, value.cases, ['cases']) : readCases(located, value, [])
}

/** Fails with `invalid`, a sentence with file and line for each fault. Never an empty list. */
export const readCases = (located: Located, value: unknown, at: Path): EvalCase[] => {
  if (!Array.isArray(value)) throw faultsOf([`${located.placeOf(at)}: Cases have to be a list.`])
  if (value.length === 0) throw faultsOf([`${located.placeOf(at)}: There is no case. An evaluation of nothing says nothing.`])
  const cases = value.map((it, index) => toCase(checked(caseSchema, located, it, [...at, index]), located.placeOf([...at, index])))
  const faults = [...cases.flatMap(contradictions), ...duplicates(cases)]
  if (faults.length > 0) throw faultsOf(faults)
  return cases
}

const toCase = (it: CaseFile, place: string): EvalCase => {
  const id = it.id ?? idOf(it)
  return {
    id,
    question: it.question,
    history: it.history,
    responseSchema: it.response_schema ?? null,
    reference: it.reference ?? null,
    answers: it.answers,
    sources: it.sources,
    quotes: it.quotes,
    contains: it.contains,
    excludes: it.excludes,
    mustAbstain: it.abstain,
    tags: it.tags,
    origin: it.origin,
    cluster: it.sources[0] ?? it.quotes[0]?.source ?? id,
    place,
    ...(it.customer && { customer: it.customer }),
    ...(it.cites_record.length > 0 && { records: it.cites_record }),
  }
}

/** Readable, and another for another question or customer. */
const idOf = ({ question, history, customer }: CaseFile): string => {
  const words = question.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
  const name = words.join('-').slice(0, 48)
  if (history.length === 0 && !customer && words.join('-') === name) return name
  return `${name}-${sha256(JSON.stringify([question, history, ...(customer ? [customer] : [])])).slice(0, 8)}`
}

const contradictions = (it: EvalCase): string[] => {
  if (!it.mustAbstain) return []
  const wanted = (['answers', 'quotes', 'sources', 'contains', 'records'] as const).filter((field) => (it[field]?.length ?? 0) > 0)
  return wanted.map((field) => `${it.place}: Case "${it.id}" has to abstain and has "${field === 'records' ? 'cites_record' : field}": it cannot be both.`)
}

const duplicates = (cases: readonly EvalCase[]): string[] => {
  const first = new Map<string, string>()
  return cases.flatMap(({ id, place }) => {
    const before = first.get(id)
    if (before === undefined) first.set(id, place)
    return before === undefined ? [] : [`${place}: The id "${id}" is taken by the case at ${before}. Give each its own "id".`]
  })
}
