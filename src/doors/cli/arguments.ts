/** Words of a command line → an operation and its raw input. Flags come from the operation's schema: `max_tokens` is `--max-tokens`. */
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { operations } from '../../operations/index.ts'
import type { Operation } from '../../operations/operation.ts'

export interface Field {
  readonly name: string
  readonly flag: string
  /** `json`: an object or a list of objects, given as JSON or as the path of a file that holds it. */
  readonly type: 'string' | 'boolean' | 'integer' | 'number' | 'strings' | 'json'
  readonly required: boolean
  /** Of a file or folder: made absolute before it travels. */
  readonly isPath: boolean
  /** Without a dot and a slash it is a name, and no path. */
  readonly isNameToo: boolean
  readonly default: unknown
  readonly description: string
}

/** Wrong use of the command line: exit code 2. */
export class UsageError extends Error {}

export interface Invocation {
  readonly operation: Operation
  readonly input: Record<string, unknown>
  readonly options: CommonOptions
}

export interface CommonOptions {
  readonly json: boolean
  readonly help: boolean
  readonly data?: string | undefined
  readonly databaseUrl?: string | undefined
  readonly watch: boolean
  readonly recheckSeconds?: number | undefined
}

export const commonFlags = {
  json: { type: 'boolean', help: 'Print one JSON document on stdout and nothing else' },
  help: { type: 'boolean', short: 'h', help: 'Show this help' },
  data: { type: 'string', help: 'Folder that holds the data' },
  'database-url': { type: 'string', help: 'PostgreSQL server to use instead of the embedded database' },
} as const

/** Of commands that may be kept running. */
export const watchFlags = {
  watch: { type: 'boolean', help: 'Go on: bring in what changes, until Ctrl-C' },
  'recheck-seconds': { type: 'string', help: 'With --watch: seconds after which a site is looked at again (default 3600)' },
} as const

export const findCommand = (words: readonly string[]): Operation | undefined =>
  operations.find((it) => it.cli && it.cli.words.every((word, index) => words[index] === word))

/** The first words of commands that have more than one. */
export const commandGroups = new Set(operations.flatMap((it) => (it.cli && it.cli.words.length > 1 ? [it.cli.words[0]!] : [])))

/** Words that start like a command and are none. Nothing that is a command or may be a folder comes back with an error. */
export const assertNoLostCommand = (words: readonly string[], isPath: (word: string) => boolean): void => {
  const [first, second] = words
  if (first === undefined || first.startsWith('-') || first === 'serve') return
  if (commandGroups.has(first)) {
    const known = operations.flatMap((it) => (it.cli?.words[0] === first ? [it.cli.words.join(' ')] : []))
    throw new UsageError(
      `${second && !second.startsWith('-') ? `There is no "${first} ${second}"` : `"${first}" wants one more word`}: ${known.join(', ')}. A folder of this name is "./${first}".`,
    )
  }
  if (isPath(first)) return
  if (/^[\w-]+$/.test(first)) throw new UsageError(`There is no command "${first}", and no folder or file of that name. See "answerable --help".`)
}

export const parseInvocation = (it: Operation, words: readonly string[]): Invocation => {
  const fields = fieldsOf(it)
  const positional = it.cli!.positional ?? []
  const { values, positionals } = parseWords(fields, words.slice(it.cli!.words.length), it.cli!.watches ? { ...commonFlags, ...watchFlags } : commonFlags)
  const input: Record<string, unknown> = {}
  for (const field of fields) if (values[field.flag] !== undefined) input[field.name] = readValue(field, values[field.flag]!)
  // Who asks for help has not yet said what to do.
  if (values['help'] !== true) assignPositionals(input, fields, positional, positionals)
  const { json, help, data, 'database-url': databaseUrl, watch, 'recheck-seconds': recheck } = values
  if (watch === true && json === true) throw new UsageError('--json prints one document, and --watch never ends. Use one of them.')
  return {
    operation: it,
    input,
    options: {
      json: json === true,
      help: help === true,
      data: data as string | undefined,
      databaseUrl: databaseUrl as string | undefined,
      watch: watch === true,
      recheckSeconds: recheck === undefined ? undefined : wholeNumber('recheck-seconds', String(recheck)),
    },
  }
}

/** The fields that a person sets: those of the JSON schema that have a type of the command line. */
export const fieldsOf = (it: Operation): Field[] => {
  const schema = z.toJSONSchema(it.input, { io: 'input' }) as { properties?: Record<string, Record<string, unknown>>; required?: string[] }
  return Object.entries(schema.properties ?? {}).flatMap(([name, property]) => {
    const type = typeOf(property)
    if (type === null) return []
    // How an answer is delivered is the terminal's own business.
    if (name === 'stream') return []
    return [
      {
        name,
        flag: name === it.cli?.confirm ? 'yes' : ((property['flag'] as string | undefined) ?? name.replaceAll('_', '-')),
        type,
        required: schema.required?.includes(name) ?? false,
        isPath: property['path'] === true || property['path'] === 'or a name',
        isNameToo: property['path'] === 'or a name',
        default: property['default'],
        description: String(property['description'] ?? ''),
      },
    ]
  })
}

const typeOf = (property: Record<string, unknown>): Field['type'] | null => {
  const { type, items, anyOf } = property as { type?: string; items?: { type?: string }; anyOf?: Record<string, unknown>[] }
  // A field that may be null as well.
  if (anyOf?.length === 2 && anyOf[1]!['type'] === 'null') return typeOf(anyOf[0]!)
  if (type === 'object' || (type === 'array' && items?.type === 'object')) return 'json'
  if (type === 'array') return 'strings'
  return type === 'string' || type === 'boolean' || type === 'integer' || type === 'number' ? type : null
}

type Flags = Readonly<Record<string, { readonly type: 'string' | 'boolean'; readonly short?: string }>>

const parseWords = (fields: readonly Field[], words: readonly string[], flags: Flags) => {
  const options: Record<string, { type: 'string' | 'boolean'; short?: string; multiple?: boolean }> = {}
  for (const [flag, { type, ...rest }] of Object.entries(flags)) options[flag] = { type, ...(rest.short !== undefined && { short: rest.short }) }
  for (const field of fields) options[field.flag] = { type: field.type === 'boolean' ? 'boolean' : 'string', multiple: field.type === 'strings' }
  try {
    return parseArgs({ args: [...words], options, allowPositionals: true, strict: true }) as {
      values: Record<string, string | boolean | string[] | undefined>
      positionals: string[]
    }
  } catch (error) {
    throw new UsageError(`${firstSentence((error as Error).message)} See --help.`)
  }
}

/** Node goes on about positional arguments. */
export const firstSentence = (message: string): string => /^.*?'\.|^[^.]*\.?/s.exec(message)![0]

const readValue = (field: Field, value: string | boolean | string[]): unknown => {
  if (Array.isArray(value)) return value
  if (field.type === 'json') return readJson(field, String(value))
  if (field.type === 'integer') return wholeNumber(field.flag, value)
  return field.type === 'number' ? anyNumber(field.flag, value) : value
}

const wholeNumber = (flag: string, value: string | boolean): number => {
  if (!/^-?\d{1,15}$/.test(String(value))) throw new UsageError(`--${flag} takes a whole number, not "${value}".`)
  return Number(value)
}

const anyNumber = (flag: string, value: string | boolean): number => {
  if (!/^-?\d{1,15}(\.\d{1,12})?$/.test(String(value))) throw new UsageError(`--${flag} takes a number, not "${value}".`)
  return Number(value)
}

const readJson = (field: Field, value: string): unknown => {
  const isFile = !/^\s*[{[]/.test(value)
  try {
    return JSON.parse(isFile ? readFileSync(value, 'utf8') : value)
  } catch (error) {
    throw new UsageError(`--${field.flag} takes JSON, or a file that holds it${isFile ? `; "${value}" cannot be read so` : ''}: ${(error as Error).message}`)
  }
}

const assignPositionals = (input: Record<string, unknown>, fields: readonly Field[], names: readonly string[], words: readonly string[]): void => {
  let rest = [...words]
  for (const [index, name] of names.entries()) {
    const field = fields.find((it) => it.name === name)
    const isLast = index === names.length - 1
    if (rest.length === 0) {
      if (field?.required && input[name] === undefined) throw new UsageError(`What ${name.replaceAll('_', ' ')}? ${field.description}. See --help.`)
      break
    }
    if (field?.type === 'strings') input[name] = rest
    // An unquoted question is still one question.
    else input[name] = isLast ? rest.join(' ') : rest[0]
    rest = isLast ? [] : rest.slice(1)
  }
  if (rest.length > 0) throw new UsageError(`I do not know what to do with "${rest.join(' ')}". See --help.`)
}
