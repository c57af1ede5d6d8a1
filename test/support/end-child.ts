import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'

/** Resolves when the process is gone; one that has ended already is left alone. */
export const endChild = async (child: ChildProcess, signal: NodeJS.Signals = 'SIGKILL'): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill(signal)
  await ended
}
