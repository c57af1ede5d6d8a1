import { z } from 'zod'
import { AppError } from './error.ts'
import { inputFault } from './input-fault.ts'
import type { Located, Path } from './located.ts'
import { didYouMean } from './nearest.ts'

const mostTold = 10

/** What a person calls the place at a path: `"thresholds.correct"`. */
export type NamePath = (path: Path) => string

/** The value as its schema has it. Fails with `invalid`: a sentence with file and line for each fault. */
export const checkedFile = <Schema extends z.ZodType>(
  schema: Schema,
  located: Located,
  named: NamePath,
  value: unknown = located.value,
  at: Path = [],
): z.output<Schema> => {
  const parsed = schema.safeParse(value, { error: inputFault })
  if (parsed.success) return parsed.data
  throw faultsOf(parsed.error.issues.flatMap((issue) => sentences(issue, { schema, located, named, at })))
}

/** Several faults as one error, a line each. */
export const faultsOf = (lines: readonly string[]): AppError => {
  const told = lines.slice(0, mostTold)
  const rest = lines.length - told.length
  return new AppError('invalid', [...told, ...(rest > 0 ? [`… and ${rest} more.`] : [])].join('\n'))
}

interface Place {
  readonly schema: z.ZodType
  readonly located: Located
  readonly named: NamePath
  readonly at: Path
}

const sentences = (issue: z.core.$ZodIssue, place: Place): string[] => {
  const { schema, located, named, at } = place
  const path = [...at, ...issue.path]
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => `${located.placeOf([...path, key])}: ${named(path)} has no "${key}".${didYouMean(key, knownKeys(schema, issue.path))}`)
  }
  // Of a value that may be written in two ways, the way that came nearest says what is wrong.
  const inner = issue.code === 'invalid_union' ? nearestOf(issue.errors) : null
  if (inner) return inner.flatMap((it) => sentences({ ...it, path: [...issue.path, ...it.path] } as z.core.$ZodIssue, place))
  return [`${located.placeOf(path)}: ${named(path)} ${issue.message}.`]
}

/** Null when the kinds themselves do not fit: then the union's own sentence is the better one. */
const nearestOf = (errors: readonly (readonly z.core.$ZodIssue[])[]): readonly z.core.$ZodIssue[] | null =>
  errors.find((issues) => issues.every((it) => it.code !== 'invalid_type' || it.path.length > 0)) ?? null

/** Fields of the object at a path of the schema, through lists and alternatives. */
const knownKeys = (schema: z.ZodType, path: Path): string[] => {
  let nodes: z.ZodType[] = [schema]
  for (const step of path) nodes = nodes.flatMap(alternatives).flatMap((node) => inside(node, step))
  return nodes.flatMap(alternatives).flatMap((node) => (node instanceof z.ZodObject ? Object.keys(node.shape) : []))
}

const alternatives = (node: z.ZodType): z.ZodType[] => {
  if (node instanceof z.ZodUnion) return (node.options as z.ZodType[]).flatMap(alternatives)
  if (node instanceof z.ZodDefault || node instanceof z.ZodOptional || node instanceof z.ZodNullable) return alternatives(node.unwrap() as z.ZodType)
  if (node instanceof z.ZodPipe) return alternatives(node.in as z.ZodType)
  return [node]
}

const inside = (node: z.ZodType, step: PropertyKey): z.ZodType[] => {
  if (node instanceof z.ZodObject) return [node.shape[step as string] as z.ZodType | undefined].filter((it) => it !== undefined)
  if (node instanceof z.ZodArray) return [node.element as z.ZodType]
  if (node instanceof z.ZodRecord) return [node.valueType as z.ZodType]
  return []
}
