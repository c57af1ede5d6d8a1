/** Kinds of values that `systems.yaml` is made of. What begins with `-` is none of them, so that no program takes it for an option. */
import { z } from 'zod'

export const scalar = z.union([z.string().max(1000), z.number(), z.boolean()])

/** Ours for a thing; what a model chooses from. Plain ASCII, so that no two look alike. */
export const name = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._-]{0,62}$/, 'must have only lower-case letters, digits, ".", - and _, at most 63, starting with a letter or digit')

export const label = z.string().regex(/^[a-zA-Z_][a-zA-Z0-9_]{0,62}$/, 'must be a label, like mount')

/** Whose thing it is: things of one service are one incident. */
export const service = name.nullish().transform((it) => it ?? null)

export const words = z.string().trim().min(1, 'must not be empty').max(2000, 'must have at most 2,000 characters')

export const envName = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,127}$/, 'must be the name of an environment variable')

export const absolutePath = z
  .string()
  .regex(/^\/[^\0]{0,4095}$/, 'must be an absolute path')
  .refine((it) => !it.split('/').includes('..'), 'must not hold ".."')

export const unit = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9:_.@\\-]{0,240}\.(?:service|socket|timer|target|mount|path|slice|scope)$/,
    'must be the name of a unit with its ending, like nginx.service',
  )

export const host = z.string().regex(/^(?:[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?|\[?[0-9a-fA-F:.]{2,45}\]?)$/, 'must be a host name or an address')

export const port = z.int().min(1).max(65_535)

export const webAddress = z
  .url({ protocol: /^https?$/, error: 'must be an address that begins with http:// or https://' })
  .refine((it) => new URL(it).username === '' && new URL(it).password === '', 'must hold no user or password: name an environment variable instead')

const units: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 }

/** Seconds, as a number or a text like `30s`, `5m`, `4h`, `2d`. */
export const duration = z.union(
  [
    z.number().min(0).max(31_536_000),
    z
      .string()
      .regex(/^\d{1,6}[smhd]$/, 'must be a time, like 30s, 5m or 4h')
      .transform((it) => Number(it.slice(0, -1)) * units[it.at(-1)!]!),
  ],
  { error: () => 'must be a time, like 30s, 5m or 4h' },
)

/** A list; nothing where it is left out or left empty. */
export const listOf = <Item extends z.ZodType>(item: Item) =>
  z
    .array(item)
    .max(1000)
    .nullish()
    .transform((it) => it ?? [])
