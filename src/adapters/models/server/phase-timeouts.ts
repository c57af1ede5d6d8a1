import { AppError } from '../../../base/error.ts'

/** How long a model server may take for each part of its work. */
export interface PhaseTimeouts {
  readonly connectMs: number
  /** From sending the request to the first token, reading of the prompt included. */
  readonly firstTokenMs: number
  /** Between two parts of a stream. */
  readonly idleMs: number
  readonly totalMs: number
}

// First token: a server on a small machine loads a model of some gigabytes before it reads the prompt. The others are far above what working servers need.
export const defaultTimeouts: PhaseTimeouts = { connectMs: 5_000, firstTokenMs: 60_000, idleMs: 20_000, totalMs: 180_000 }

export type WaitPhase = 'firstToken' | 'idle'

export interface PhaseTimer {
  /** Waits for `work` under the limit of its phase; time that passes between two calls (a slow reader) counts for the total only. */
  during<Result>(phase: WaitPhase, work: Promise<Result>): Promise<Result>
  stop(): void
}

/** Tells `onTimeout` once, with the error to fail with. */
export const startPhaseTimer = (limits: PhaseTimeouts, onTimeout: (error: AppError) => void): PhaseTimer => {
  const total = setTimeout(() => onTimeout(timeoutError('total', limits.totalMs)), limits.totalMs)
  return {
    during: async (phase, work) => {
      const limitMs = phase === 'firstToken' ? limits.firstTokenMs : limits.idleMs
      const timer = setTimeout(() => onTimeout(timeoutError(phase, limitMs)), limitMs)
      try {
        return await work
      } finally {
        clearTimeout(timer)
      }
    },
    stop: () => clearTimeout(total),
  }
}

const sentences = {
  connect: 'The model server could not be reached',
  firstToken: 'The model server sent nothing',
  idle: 'The model server stopped in the middle of its answer and sent nothing',
  total: 'The model server did not finish its answer',
}

export const timeoutError = (phase: keyof typeof sentences, limitMs: number): AppError => {
  const advice = phase === 'firstToken' ? ', choose a faster model, or raise ANSWERABLE_MODEL_TIMEOUT_SECONDS' : ', or choose a faster model'
  return new AppError('upstream_timeout', `${sentences[phase]} within ${limitMs / 1000} s. Ask again${advice}.`, {
    details: { phase, limitMs, retryable: phase === 'connect', ...(phase === 'connect' && { mayBill: 'nothing' }) },
  })
}
