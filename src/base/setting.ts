/** One line of a table of settings, and the kinds of values that such lines share. */
import { z } from 'zod'
import { moneyForm } from './money.ts'

export interface Setting<Schema extends z.ZodType> {
  readonly schema: Schema
  readonly env: string
  /** A sentence of help; the default's reason where it is not plain. */
  readonly help: string
  /** Never printed. */
  readonly secret?: boolean
}

export const setting = <Schema extends z.ZodType>(env: string, schema: Schema, help: string, secret = false): Setting<Schema> => ({ env, schema, help, secret })

export const integer = (least: number, most: number) => z.coerce.number().int().min(least).max(most)

/** US dollars, exactly: kept as they were written. */
export const usd = z.preprocess((value) => (typeof value === 'number' ? String(value) : value), z.string().regex(moneyForm, 'must be an amount like 5 or 0.25'))

/** A text is taken apart at its commas. */
export const list = z.preprocess(
  (value) =>
    typeof value === 'string'
      ? value
          .split(',')
          .map((it) => it.trim())
          .filter(Boolean)
      : value,
  z.array(z.string()),
)
