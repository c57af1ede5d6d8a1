import { z } from 'zod'
import { inputFault } from '../../base/input-fault.ts'
import type { FileLine } from '../../domain/retrieval-eval.ts'
import { faultAt } from '../../base/located.ts'

/** Fails with `invalid` and the first thing that is wrong with the line. */
export const readJsonLine = <Schema extends z.ZodType>({ text, place }: FileLine, schema: Schema): z.output<Schema> => {
  const parsed = schema.safeParse(parseJson(text, place), { error: inputFault })
  if (parsed.success) return parsed.data
  const { path, message } = parsed.error.issues[0]!
  throw faultAt(place, `${path.length === 0 ? 'The line' : `"${path.join('.')}"`} ${message}.`)
}

const parseJson = (text: string, place: string): unknown => {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw faultAt(place, `This line is no JSON: ${(error as Error).message}. Each line holds one JSON object.`)
  }
}

/** Ids are texts; some files write them as numbers. */
export const idSchema = z.union([z.string().min(1), z.number().transform(String)])
