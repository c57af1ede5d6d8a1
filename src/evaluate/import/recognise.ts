import { faultAt, locateJsonLines, locateYaml } from '../../base/located.ts'
import type { ImportFile } from './imported-suite.ts'
import { isFields } from './values.ts'

export const foreignFormats = ['promptfoo', 'ragas', 'deepeval', 'holmesgpt'] as const
export type ForeignFormat = (typeof foreignFormats)[number]

/** By the names of fields that only one of them has. Fails with `invalid` when none fits. */
export const recognise = (files: readonly ImportFile[]): ForeignFormat => {
  const [first] = files as [ImportFile]
  const names = namesIn(first)
  const has = (...wanted: readonly string[]): boolean => wanted.some((name) => names.has(name))
  if (has('user_prompt')) return 'holmesgpt'
  if (has('tests', 'scenarios') && has('prompts', 'providers', 'targets', 'tests')) return 'promptfoo'
  if (has('user_input') || (has('question') && has('ground_truth', 'ground_truths', 'contexts'))) return 'ragas'
  if (has('input', 'goldens', 'test_cases', 'testCases', 'conversational_goldens')) return 'deepeval'
  throw faultAt(first.name, `This is none of ${foreignFormats.join(', ')}, as far as its fields tell. Say which with --from.`)
}

/** Of the object itself, or of the first row. */
const namesIn = ({ name, text }: ImportFile): ReadonlySet<string> => {
  if (/\.(csv|tsv)$/i.test(name))
    return new Set(
      text
        .split(/\r?\n/, 1)[0]!
        .split(/[,;\t]/)
        .map((it) => it.replace(/^"|"$/g, '').trim()),
    )
  const { value } = /\.(jsonl|ndjson)$/i.test(name) ? locateJsonLines(text.split('\n', 1)[0]!, name) : locateYaml(text, name)
  const fields = Array.isArray(value) ? value[0] : value
  if (!isFields(fields)) return new Set()
  const inner = ['samples', 'examples', 'data', 'rows'].map((it) => fields[it]).find(Array.isArray)?.[0] as unknown
  return new Set([...Object.keys(fields), ...(isFields(inner) ? Object.keys(inner) : [])])
}
