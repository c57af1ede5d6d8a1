import type { TableTotal } from './copy.ts'

/** Adds up rows of a table, in whatever order they come. */
export const rowSum = (table: string) => {
  let rows = 0
  let sum = 0n
  return {
    /** SHA-256 of a row, in hexadecimal digits. */
    add: (sha256: string): void => {
      rows++
      sum = BigInt.asUintN(256, sum + BigInt(`0x${sha256}`))
    },
    total: (): TableTotal => ({ table, rows, hash: sum.toString(16).padStart(64, '0') }),
  }
}
