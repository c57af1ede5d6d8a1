import { severities, type Severity } from '../../domain/log.ts'

const named: Readonly<Record<Severity, readonly string[]>> = {
  trace: ['trace', 'verbose', 'finest', 'finer', 'trc'],
  debug: ['debug', 'fine', 'dbg', 'debug1', 'debug2', 'debug3', 'debug4', 'debug5'],
  info: ['info', 'information', 'informational', 'inf', 'log', 'config', 'statement'],
  notice: ['notice', 'note'],
  warning: ['warning', 'warn', 'wrn'],
  error: ['error', 'err', 'severe', 'failure', 'fail', 'eror'],
  critical: ['critical', 'crit', 'fatal', 'panic', 'ftl'],
  alert: ['alert'],
  emergency: ['emergency', 'emerg'],
}

const rankOf = new Map<string, number>(
  Object.entries(named).flatMap(([severity, words]) => words.map((word) => [word, severities.indexOf(severity as Severity)] as const)),
)

/** Rank of a word by which programs say how grave a line is, in small letters; -1 for any other. */
export const rankOfWord = (word: string): number => rankOf.get(word) ?? -1

const hashOf = (word: string): number => [...word].reduce((hash, character) => (Math.imul(hash, 31) + character.charCodeAt(0)) | 0, word.length)
const byHash = new Map([...rankOf].map(([word, rank]) => [hashOf(word), { word, rank }]))

/** The same for bytes, whatever their case; makes no string. */
export const rankOfBytes = (bytes: Uint8Array, start: number, end: number): number => {
  const length = end - start
  if (length < 3 || length > 13) return -1
  let hash = length
  for (let i = start; i < end; i++) hash = (Math.imul(hash, 31) + (bytes[i]! | 32)) | 0
  const found = byHash.get(hash)
  if (!found || found.word.length !== length) return -1
  for (let i = 0; i < length; i++) if (found.word.charCodeAt(i) !== (bytes[start + i]! | 32)) return -1
  return found.rank
}

/** Rank of the letter that stands for a level: Android, klog, Redis write them so; -1 for any other. */
export const rankOfLetter = (byte: number): number => letterRanks[byte]!

const letterRanks = new Int8Array(256).fill(-1)
for (const [character, severity] of Object.entries({
  V: 'trace',
  T: 'trace',
  D: 'debug',
  I: 'info',
  N: 'notice',
  W: 'warning',
  E: 'error',
  F: 'critical',
  C: 'critical',
})) {
  letterRanks[character.charCodeAt(0)] = severities.indexOf(severity as Severity)
}

/** Words of a message that tell of trouble, for lines that do not say how grave they are. */
export const rankOfMessage = (words: readonly string[]): number => {
  let rank = /^(?:\S+ )?out of memory:? kill/i.test(words.slice(0, 6).join(' ')) ? severities.indexOf('critical') : severities.indexOf('info')
  // In capitals or before a colon it is no word of the sentence.
  if (/^(?:ALERT$|alert:)/.test(words[0] ?? '')) rank = severities.indexOf('alert')
  for (const word of words) {
    const plain = word.toLowerCase()
    if (/\b(panic|fatal|segfault|oom-killer|emerg(?:ency)?)\b/.test(plain)) rank = Math.max(rank, severities.indexOf('critical'))
    else if (/\b(error|errors|failed|failure|exception|severe|denied|refused|crit(?:ical)?)\b|(?:exception|error)\b/.test(plain))
      rank = Math.max(rank, severities.indexOf('error'))
    else if (/\b(warn|warning|retry|retrying|timeout|timed|invalid)\b/.test(plain)) rank = Math.max(rank, severities.indexOf('warning'))
  }
  return rank
}
