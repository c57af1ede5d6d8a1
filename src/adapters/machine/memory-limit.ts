import { totalmem } from 'node:os'

/** Bytes that this process may use: what its container allows (cgroup), else what the machine has. */
export const memoryLimitBytes = (): number => {
  const constrained = process.constrainedMemory()
  const total = totalmem()
  // Without a limit the kernel says a number beyond all memory.
  return constrained > 0 && constrained < total ? constrained : total
}
