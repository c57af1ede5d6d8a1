import type { z } from 'zod'
import { checkedFile } from '../../base/checked-file.ts'
import type { Located, Path } from '../../base/located.ts'

/** The value as its schema has it. Fails with `invalid`: a sentence with file and line for each fault. */
export const checked = <Schema extends z.ZodType>(schema: Schema, located: Located, value: unknown = located.value, at: Path = []): z.output<Schema> =>
  checkedFile(schema, located, named, value, at)

/** `Case 3`, `"answers" of case 3`, `"thresholds.correct"`. */
const named = (path: Path): string => {
  const isOfCase = typeof path[0] === 'number' || (path[0] === 'cases' && typeof path[1] === 'number')
  const [index, ...inner] = typeof path[0] === 'number' ? path : path.slice(1)
  const rest = (isOfCase ? inner : path).filter((step) => typeof step === 'string').join('.')
  if (!isOfCase) return rest === '' ? 'The suite' : `"${rest}"`
  const number = Number(index) + 1
  return rest === '' ? `Case ${number}` : `"${rest}" of case ${number}`
}
