/** What bash itself reads in texts: it prints them back (`--pretty-print` parses, and runs nothing), in a fence without network or a file that can be written. */
import { spawnSync } from 'node:child_process'

/** Why the oracle cannot be asked here; null where it can. */
export const bashMissing = (): string | null => (fenced(['--pretty-print', '-s'], 'ls a\n')?.trim() === 'ls a' ? null : 'bash or bubblewrap is not installed')

export interface BashFault {
  readonly text: string
  readonly why: string
}

/** Those of the texts that bash does not read as one simple command of exactly these literal words. Safe texts hold no line ends. */
export const notPlainForBash = (commands: readonly { readonly text: string; readonly words: readonly string[] }[]): BashFault[] => {
  const printed = printedBack(commands.map(({ text }) => text))
  // One text that bash takes for more than a line hides the others: halves are asked until it stands alone.
  if (!printed) {
    if (commands.length === 1) return [{ text: commands[0]!.text, why: 'bash does not read it as one line' }]
    const half = commands.length >> 1
    return [...notPlainForBash(commands.slice(0, half)), ...notPlainForBash(commands.slice(half))]
  }
  const faults = commands.flatMap(({ text }, index) => (isPlainLine(printed[index]!) ? [] : [{ text, why: `bash reads ${printed[index]}` }]))
  // Only what bash parsed as literal words is ever expanded by it, as arguments of a builtin that prints them.
  return faults.length > 0 ? faults : otherWords(commands)
}

const mark = ': end-of-candidate'

const printedBack = (texts: readonly string[]): string[] | null => {
  const output = fenced(['--pretty-print', '-s'], texts.map((text) => `${text}\n${mark}\n`).join(''))
  const lines = output?.split('\n').filter((line) => line !== '') ?? []
  const isWhole = lines.length === texts.length * 2 && texts.every((_, index) => lines[index * 2 + 1] === mark)
  return isWhole ? texts.map((_, index) => lines[index * 2]!) : null
}

/** Quotes closed, and outside of them nothing that bash would act on. Written apart from the recogniser's own rules. */
const isPlainLine = (line: string): boolean =>
  /^(?:[\w./:=,@%+^-]|\\[^\w\s]|\\ |'[^']*'|"(?:[^"\\$`!]|\\.|\$(?=["| )/]))*"|\$(?= |$)|(?<= )!(?= |$)| )+$/.test(line)

const otherWords = (commands: readonly { readonly text: string; readonly words: readonly string[] }[]): BashFault[] => {
  const output = fenced(['-s'], commands.map(({ text }) => `builtin printf '%s\\0' ${text}\nbuiltin printf '\\1\\0'\n`).join(''))
  const read = (output ?? '').split('\x01\0').map((part) => part.split('\0').slice(0, -1))
  return commands.flatMap(({ text, words }, index) =>
    JSON.stringify(read[index]) === JSON.stringify(words) ? [] : [{ text, why: `bash hands on ${JSON.stringify(read[index])}, not ${JSON.stringify(words)}` }],
  )
}

const fenced = (args: readonly string[], input: string): string | null => {
  const fence = [
    '--ro-bind',
    '/',
    '/',
    '--dev',
    '/dev',
    '--unshare-all',
    '--die-with-parent',
    '--new-session',
    '--clearenv',
    '--setenv',
    'PATH',
    '/nowhere',
    '--',
  ]
  const { status, stdout } = spawnSync('bwrap', [...fence, '/bin/bash', '--norc', '--noprofile', ...args], {
    input,
    encoding: 'latin1',
    maxBuffer: 1 << 28,
    timeout: 120_000,
  })
  return status === 0 ? stdout : null
}
