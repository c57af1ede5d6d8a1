/** Devices without an end may be read by a program that is told after how many bytes to stop. */
import { misuseOf } from './misuse.ts'
import type { Usage } from './usage.ts'

const endless = /^\/dev\/(?:zero|u?random)$/
const mostDigits = 6

/** `letter`: that of the one option that says how many; written twice, or in a cluster, the last would count. */
export const judgeFewBytes =
  (usage: Usage, letter: string) =>
  (args: readonly string[]): string | null =>
    misuseOf(usage, endsAfterFew(args, letter) ? args.map((it) => (endless.test(it) ? '/dev/null' : it)) : args)

const endsAfterFew = (args: readonly string[], letter: string): boolean => {
  const limits = args.flatMap((it, at) => (it.startsWith('--') || (it.startsWith('-') && it.includes(letter)) ? [at] : []))
  const [at] = limits
  if (at === undefined || limits.length > 1 || !args[at]!.startsWith(`-${letter}`)) return false
  const bytes = args[at]!.slice(2) || (args[at + 1] ?? '')
  return /^\d+$/.test(bytes) && bytes.length <= mostDigits
}
