import { createInterface } from 'node:readline/promises'
import type { Invocation } from './arguments.ts'

/** The invocation with the person's consent; null where none is needed, nobody can be asked, or the answer is no. */
export const confirmed = async (invocation: Invocation, output: unknown, signal: AbortSignal): Promise<Invocation | null> => {
  const field = invocation.operation.cli?.confirm
  const isAsked = field !== undefined && (output as { needs_confirmation?: boolean }).needs_confirmation === true
  if (!isAsked || !process.stdin.isTTY || !process.stderr.isTTY) return null
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  try {
    const answer = await terminal.question('Do it? [y/N] ', { signal })
    return /^y(?:es)?$/i.test(answer.trim()) ? { ...invocation, input: { ...invocation.input, [field]: true } } : null
  } finally {
    terminal.close()
  }
}
