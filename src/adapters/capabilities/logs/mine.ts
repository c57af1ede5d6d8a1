/** How the lines of a log become templates: a room of its own, given by `app/`. */

export interface MinedTemplate {
  readonly id: string
  readonly template: string
  readonly count: number
  readonly severity: string
  readonly firstSeen: Date | null
  readonly lastSeen: Date | null
  readonly examples: readonly { readonly line: number; readonly text: string }[]
}

export interface MinedLog {
  /** In the window. */
  readonly lines: number
  readonly templates: readonly MinedTemplate[]
  /** Lines of `error` and graver. */
  readonly errors: number
  /** Lines of `warning`. */
  readonly warnings: number
  readonly lastSeen: Date | null
  readonly notes: readonly string[]
}

/** Masks whatever it keeps. `chunks` in any cut. */
export type MineLog = (chunks: AsyncIterable<Uint8Array>, window: { readonly since: Date; readonly now: Date }, signal: AbortSignal) => Promise<MinedLog>
