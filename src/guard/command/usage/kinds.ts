/** Kinds of values that options and operands take, and what is wrong with one; null where nothing is. */
import { secretBelow, secretIn, secretNameIn } from './secrets.ts'

const shapes = {
  /** Whole or decimal, with its sign. */
  number: /^[+-]?\d{1,12}(?:\.\d{1,6})?$/,
  /** A number with a unit: `+10M`. */
  size: /^[+-]?\d{1,12}[a-zA-Z]{0,3}$/,
  /** A number, or the letter that stands for one in a manual: `-N`. */
  count: /^[+-]?[\da-zA-Z]{1,15}$/,
  /** One name, or names joined with commas; never looks like an option. */
  word: /^[\w@/+=%.:][\w@/+=%.:,-]*$/,
  /** Columns to sort by; `-` turns an order around. */
  keys: /^[\w%.:,+-]+$/,
  /** An IP address or network, which nobody is asked for by name. */
  address: /^(?:[\da-f:.]+(?:\/\d{1,3})?|default|any)$/i,
  /** `pod`, `pod/web-1`, `deploy,svc`; secrets and what may hold them are left out. */
  'kubernetes object': /^(?!.*(?:secret|configmap|(?:^|,)cm(?:$|[,/.])|token))[a-z0-9][a-z0-9.,/-]*$/i,
  /** A file of this machine: openssl takes addresses as well. Of a certificate only public parts are shown. */
  certificate: /^(?!.*key)[\w./][\w./-]*$/i,
  /** Without characters by number, which may steer the terminal. */
  'line format': /^(?!.*%c)/,
  /** Of lsof; a host would be looked up. */
  'open file or port': /^(?:[46]?(?:tcp|udp)?(?::[\d,-]+)?|\/.*)$/i,
  'date format': /^\+/,
  /** Columns of ps; not the environment. */
  'ps format': /^(?!.*env)[\w%=:,. +-]+$/i,
  /** Of ss. Ports are numbers and addresses are left out: names would be looked up. */
  'socket filter':
    /^(?:(?:state|exclude|all|connected|synchronized|bucket|big|established|syn-sent|syn-recv|fin-wait-[12]|time-wait|closed|close-wait|last-ack|listening|closing|and|or|not|sport|dport|==?|!=|[<>]=?|eq|ne|lt|gt|le|ge|:?\d{1,5}|[()])(?: +|$))+$/,
} as const

/** `path`: its content is read; `tree`: that of all in it; `place`: only names, sizes and times in it; `glob`: of files that are read. */
export type Kind = keyof typeof shapes | 'text' | 'pattern' | 'path' | 'tree' | 'place' | 'glob' | `one of ${string}`

export const faultOf = (kind: Kind, value: string): string | null => {
  if (kind === 'text') return null
  if (kind === 'pattern') return secretWords(value)
  if (kind === 'path') return secretIn(value)
  if (kind === 'tree') return secretBelow(value)
  if (kind === 'glob') return globFault(value)
  if (kind === 'place') return secretNameIn(value)
  if (kind.startsWith('one of ')) return kind.slice(7).split(' ').includes(value) ? null : `${quoted(value)} is not among what it is known to only read.`
  return shapes[kind as keyof typeof shapes].test(value) ? null : `${quoted(value)} is not the kind of value that is expected there.`
}

/** Brackets and backslashes taken out: `p[a]ssword` is found by the same files. */
const secretWords = (pattern: string): string | null =>
  /passw|secret|credential|private.?key|api.?key|token|\bpwd\b|begin.{0,9}(?:rsa|openssh|private|ec\b)/i.test(pattern.replaceAll(/[[\]()\\]/g, ''))
    ? `it looks for secrets (${quoted(pattern)}).`
    : null

const keyFiles = ['id_rsa', 'id_ecdsa', 'id_ed25519', 'shadow', 'ssh_host_rsa_key', '.netrc', '.pgpass', '.my.cnf', '.env', '.git-credentials', '.bash_history']
const anyName = /^\*(?:\.\*?[\w]*)?$/

/** Files are chosen by it to be read: neither by the name of a secret nor by signs that stand for one. */
const globFault = (glob: string): string | null => {
  const fault = secretIn(glob)
  if (fault || anyName.test(glob)) return fault
  const fixed = glob.split(/\[[^\]]*\]|[?*]+/)
  const meant = keyFiles.find((name) => fixed.length > 1 && mayMatch(fixed, name))
  return meant === undefined ? null : `${quoted(glob)} may stand for ${meant}.`
}

/** Whether all that a glob says in plain letters is in the name, in its order. */
const mayMatch = (fixed: readonly string[], name: string): boolean => {
  if (!name.startsWith(fixed[0]!) || !name.endsWith(fixed.at(-1)!)) return false
  let at = 0
  for (const piece of fixed) {
    at = name.indexOf(piece, at)
    if (at < 0) return false
    at += piece.length
  }
  return true
}

export const quoted = (value: string): string => JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value)
