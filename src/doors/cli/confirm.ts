import { createInterface } from 'node:readline/promises'
import type { Invocation } from './arguments.ts'

/** The invocation with the person's consent; null where none is needed, nobody can be asked, or the answer is no. */
export const confirmed = async (invocation: Invocation, output: unknown, signal: AbortSignal): Promise<Invocation | null> => {
  const consent = consentFor(invocation, output)
  if (!consent || !process.stdin.isTTY || !process.stderr.isTTY) return null
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  try {
    const answer = await terminal.question('Do it? [y/N] ', { signal })
    return /^y(?:es)?$/i.test(answer.trim()) ? { ...invocation, input: { ...invocation.input, ...consent } } : null
  } finally {
    terminal.close()
  }
}

/** What a yes adds to the input; null: nothing is asked. */
const consentFor = ({ operation }: Invocation, output: unknown): Readonly<Record<string, unknown>> | null => {
  const { confirm, approve } = operation.cli ?? {}
  const said = (output ?? {}) as Readonly<Record<string, unknown>>
  if (confirm !== undefined && said['needs_confirmation'] === true) return { [confirm]: true }
  return approve && typeof said[approve.from] === 'string' ? { [approve.field]: said[approve.from] } : null
}
