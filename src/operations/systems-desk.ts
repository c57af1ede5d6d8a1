import type { Capabilities } from '../domain/capability.ts'
import type { Systems } from '../domain/systems.ts'

/** What the operator wrote down, and what may be looked at. */
export interface SystemsDesk {
  /** As it was when the program started. */
  readonly systems: Systems
  /** Of the file; null: there is none, and the machine alone can be looked at. */
  readonly path: string | null
  readonly capabilities: Capabilities
  /** Reads a file anew, and looks at nothing. Fails with `not_found` or `invalid`: a sentence for each fault. Notes tell what would not work on this machine. */
  check(path: string | null): Promise<{ readonly path: string | null; readonly systems: Systems; readonly notes: readonly string[] }>
}
