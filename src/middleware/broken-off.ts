/** What is counted of a call that did not finish: never less than may be billed for it, never more than was put aside. */
import { isAppError } from '../base/error.ts'
import { noTokens, type CallOutcome, type TokensByKind, type WorstCase } from '../domain/ledger.ts'

export type MayBill = 'nothing' | 'prompt' | 'all'

/** Of a server's failure, as `Generator` says; what our own side refuses is never sent. */
export const mayBill = (error: unknown): MayBill => {
  if (!isAppError(error)) return 'all'
  if (['too_large', 'invalid', 'limited', 'unauthorised'].includes(error.code)) return 'nothing'
  const told = error.details['mayBill']
  return told === 'nothing' || told === 'prompt' ? told : 'all'
}

/** Whether somebody left; a server that was given up because it fell silent failed. */
export const isLeft = (signal: AbortSignal | undefined): boolean =>
  signal?.aborted === true && !(isAppError(signal.reason) && signal.reason.code === 'upstream_timeout')

export interface BrokenCall {
  readonly bills: MayBill
  /** Broken off by us. */
  readonly isLeft: boolean
  /** The prompt, and the text up to the end. */
  readonly came: TokensByKind
  readonly pace: Pace
}

/** How a stream came, up to where it broke off. */
export interface Pace {
  readonly parts: number
  /** From its first part to its last, but for the time in which nobody read. */
  readonly waitedMs: number
  /** Since the call went out. */
  readonly elapsedMs: number
}

/** @param reserved what was put aside; null where nothing is billed. */
export const brokenOff = (call: BrokenCall, reserved: WorstCase | null): Pick<CallOutcome, 'state' | 'tokens'> => {
  const { bills, came, pace } = call
  const isSilent = pace.parts === 0
  if (isSilent && bills === 'nothing') return { state: 'failed', tokens: noTokens }
  if (!reserved) return { state: 'aborted', tokens: came }
  const prompt = { ...noTokens, input: reserved.inputTokens }
  if (call.isLeft) return { state: 'aborted', tokens: { ...prompt, output: mostWritten(came.output, pace, reserved.outputTokens) } }
  if (isSilent && bills === 'prompt') return { state: 'aborted', tokens: prompt }
  return { state: 'lost', tokens: { ...prompt, output: reserved.outputTokens } }
}

/** A way there and back across the world, and a proxy that notices late. */
const hearsAbortMs = 2000

/**
 * Tokens that a server can have written by the time it hears that we left: at the pace it has shown, from when it was asked (what it thought before
 * its first word is not shown) until then. Who has shown no pace may have written everything.
 */
export const mostWritten = (received: number, { parts, waitedMs, elapsedMs }: Pace, mostTokens: number): number => {
  const isShown = parts > 1 && waitedMs > 0
  const written = isShown ? Math.ceil((received / waitedMs) * (elapsedMs + hearsAbortMs)) : mostTokens
  return Math.max(received, Math.min(written, mostTokens))
}
