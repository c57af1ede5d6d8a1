/** What is handed to a program that is watched by the kernel, and what it says of itself afterwards. */

export interface DriverTask {
  readonly systems: string
  readonly dataDir: string
  readonly templateDir: string
  readonly report: string
  readonly calls: number
  readonly seed: number
  /** Folder of ../shared/data; null where there is none. */
  readonly data: string | null
  /** Stands in the environment and in a file that nothing names. */
  readonly canary: string
  readonly canaryFile: string
  readonly canaryPort: number
  readonly kubernetes: string
  readonly isLeaky: boolean
}

export interface DriverReport {
  calls: number
  looks: number
  refused: number
  proposals: number
  failures: string[]
  leaks: number
  capabilities: readonly string[]
  audited: number
  isChainWhole: boolean
  modelTokens: number
  /** Of diagnoses. */
  causes?: readonly string[]
}

export const emptyReport = (): DriverReport => ({
  calls: 0,
  looks: 0,
  refused: 0,
  proposals: 0,
  failures: [],
  leaks: 0,
  capabilities: [],
  audited: 0,
  isChainWhole: false,
  modelTokens: 0,
})
