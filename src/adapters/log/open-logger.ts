/** The one log, on stderr: JSON lines for programs, short lines at a terminal. Each tells whose call and which question it was; no secret gets in. */
import pino, { type Logger } from 'pino'
import { currentCall } from '../../domain/call.ts'
import { hideSecrets } from './hide-secrets.ts'
import { shortLine } from './short-line.ts'

export interface LoggerOptions {
  readonly level: string
  /** Values of settings that are secret: hidden wherever they turn up. */
  readonly secrets: readonly string[]
  readonly out: { readonly isTTY?: boolean; write(line: string): unknown }
}

export const openLogger = ({ level, secrets, out }: LoggerOptions): Logger => {
  const hide = hideSecrets(secrets)
  // Cleaned as a whole line: whoever logs, and whatever an error brings along.
  const write = (line: string): void => {
    const entry = hide(JSON.parse(line)) as Record<string, unknown>
    out.write(out.isTTY ? shortLine(entry) : `${JSON.stringify(entry)}\n`)
  }
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      mixin: whoseCall,
    },
    { write },
  )
}

const whoseCall = (): object => {
  const { caller, collection, traceId, span } = currentCall()
  const trace = traceId ?? span?.traceId
  return { ...(trace && { trace_id: trace }), ...(span && { span_id: span.id }), caller: caller.id, ...(collection !== null && { collection }) }
}
