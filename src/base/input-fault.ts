import type { z } from 'zod'

type Issue = z.core.$ZodRawIssue

/**
 * What is wrong with a value, so that "limit: " or a setting's name can stand before it: `must be at most 100`. Given to `safeParse` as its
 * `error`; sentences that a schema brings itself win. Undefined where the schema's own words do.
 */
export const inputFault = (issue: Issue): string | undefined => {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? 'is missing' : `must be ${kinds[issue.expected] ?? `of type ${issue.expected}`}`
    case 'too_big':
      return `must ${limit(issue.origin, 'at most', issue.maximum)}`
    case 'too_small':
      return issue.minimum === 1 && issue.origin !== 'number' && issue.origin !== 'int'
        ? 'must not be empty'
        : `must ${limit(issue.origin, 'at least', issue.minimum)}`
    case 'invalid_value':
      return `must be ${issue['expected'] === 'stringbool' ? 'true or false' : oneOf(issue.values)}`
    case 'unrecognized_keys':
      return `has no ${issue.keys.length === 1 ? 'field' : 'fields'} ${issue.keys.map((key) => `"${key}"`).join(', ')}`
    case 'invalid_union':
      return `must be ${[...new Set(issue.errors.flat().map((it) => (it.code === 'invalid_type' ? (kinds[it.expected] ?? it.expected) : '')))].filter(Boolean).join(' or ') || 'of another kind'}`
    default:
      return undefined
  }
}

const kinds: Readonly<Record<string, string>> = {
  number: 'a number',
  int: 'a whole number',
  string: 'a text',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
  null: 'null',
}

const units: Readonly<Record<string, string>> = { string: 'characters', array: 'items', set: 'items' }

const limit = (origin: string, words: string, bound: number | bigint): string => {
  const unit = units[origin]
  const amount = bound.toLocaleString('en')
  return unit ? `have ${words} ${amount} ${unit}` : `be ${words} ${amount}`
}

const oneOf = (values: readonly unknown[]): string => (values.length === 1 ? String(values[0]) : `one of ${values.map(String).join(', ')}`)
