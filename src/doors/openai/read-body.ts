import type { z } from 'zod'
import { AppError } from '../../base/error.ts'
import { inputFault } from '../../base/input-fault.ts'

/** What a client sent, by the schema of its route. Fails with `invalid`; `details.param` is the first field that is at fault, null for the body itself. */
export const readBody = <Schema extends z.ZodType>(schema: Schema, body: unknown): z.output<Schema> => {
  const parsed = schema.safeParse(body ?? {}, { error: inputFault })
  if (parsed.success) return parsed.data
  const [first] = parsed.error.issues
  const param = first?.path.join('.') || null
  throw new AppError('invalid', `${param ?? 'The body'} ${first?.message ?? 'is not valid'}.`, { details: { param } })
}
