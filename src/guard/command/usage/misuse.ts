import { faultOf, quoted, type Kind } from './kinds.ts'
import type { Usage } from './usage.ts'

/** Why these arguments are not known to be reading only, in a sentence; null where they are. Options are read as getopt_long does, abbreviations aside. */
export const misuseOf = (usage: Usage, args: readonly string[]): string | null => {
  if (usage.style === 'gnu' && args.length === 1 && (args[0] === '--help' || args[0] === '--version')) return null
  if (usage.judge) return usage.judge(args)
  if (usage.under) return underFault(usage, args)
  const seen = new Set<string>()
  const operands: string[] = []
  for (let at = 0; at < args.length; at++) {
    const argument = args[at]!
    if (argument === '--') {
      operands.push(...args.slice(at + 1))
      break
    }
    if (!argument.startsWith('-') || argument === '-') {
      operands.push(argument)
      continue
    }
    const read = /^-\d{1,9}$/.test(argument) && usage.options.has('-#') ? { names: ['-#'] } : readOption(usage, argument, args[at + 1])
    if ('fault' in read) return read.fault
    for (const name of read.names) seen.add(name)
    if ('tookNext' in read && read.tookNext) at++
  }
  if (!usage.needs.every((name) => seen.has(name))) return `without ${usage.needs.join(' and ')} it does more than read.`
  return operandFault(usage, operands, seen)
}

type OptionRead = { readonly names: readonly string[]; readonly tookNext: boolean } | { readonly fault: string }

const readOption = (usage: Usage, argument: string, next: string | undefined): OptionRead =>
  usage.style === 'single' || argument.startsWith('--') ? readLong(usage, argument, next) : readCluster(usage, argument, next)

const readLong = ({ options }: Usage, argument: string, next: string | undefined): OptionRead => {
  const equals = argument.indexOf('=')
  const name = equals < 0 ? argument : argument.slice(0, equals)
  const option = options.get(name)
  if (!option) return { fault: unknown(name) }
  if (equals >= 0) return option.kind ? valueRead([name], option.kind, argument.slice(equals + 1), false) : { fault: `${name} takes no value.` }
  if (!option.kind || option.isOptional) return { names: [name], tookNext: false }
  return next === undefined ? { fault: `${name} lacks its value.` } : valueRead([name], option.kind, next, true)
}

const readCluster = ({ options }: Usage, argument: string, next: string | undefined): OptionRead => {
  const names: string[] = []
  for (let at = 1; at < argument.length; at++) {
    const name = `-${argument[at]}`
    const option = options.get(name)
    if (!option) return { fault: unknown(name === argument ? name : `${name} (in ${quoted(argument)})`) }
    names.push(name)
    if (!option.kind) continue
    const rest = argument.slice(at + 1)
    if (rest !== '') return valueRead(names, option.kind, rest, false)
    if (option.isOptional) continue
    return next === undefined ? { fault: `${name} lacks its value.` } : valueRead(names, option.kind, next, true)
  }
  return { names, tookNext: false }
}

const valueRead = (names: readonly string[], kind: Kind, value: string, tookNext: boolean): OptionRead => {
  const fault = faultOf(kind, value)
  return fault ? { fault } : { names, tookNext }
}

const unknown = (name: string): string => `the option ${name} is not among those that are known to only read.`

const operandFault = ({ leading, leadingBy, recursiveBy, operands: takes }: Usage, operands: readonly string[], seen: ReadonlySet<string>): string | null => {
  const first = leadingBy.some((name) => seen.has(name)) ? [] : leading
  const rest = operands.slice(first.length)
  if (operands.length < first.length || rest.length < takes.least) return 'it lacks an argument.'
  if (rest.length > takes.most) return `it is given more than it reads: ${quoted(rest[takes.most]!)}.`
  for (const [index, its] of first.entries()) {
    const fault = faultOf(its, operands[index]!)
    if (fault) return fault
  }
  const kind = takes.kind === 'path' && recursiveBy.some((name) => seen.has(name)) ? 'tree' : takes.kind
  for (const operand of rest) {
    const fault = faultOf(kind, operand)
    if (fault) return fault
  }
  return null
}

/** The first argument that is no option is the sub-command; what may stand before it, it must know as well. */
const underFault = (usage: Usage, args: readonly string[]): string | null => {
  let at = 0
  while (at < args.length && args[at]!.startsWith('-')) {
    const read = readOption(usage, args[at]!, args[at + 1])
    if ('fault' in read) return read.fault
    at += read.tookNext ? 2 : 1
  }
  const word = args[at]
  if (word === undefined) return 'it lacks its sub-command.'
  const inner = usage.under!.get(word)
  return inner ? misuseOf(inner, [...args.slice(0, at), ...args.slice(at + 1)]) : `${quoted(word)} is not a sub-command that is known to only read.`
}
