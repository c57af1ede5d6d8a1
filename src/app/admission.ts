/** The lines that work stands in, as the settings and the present answerer say. */
import { memoryLimitBytes } from '../adapters/machine/memory-limit.ts'
import { watchPressure } from '../adapters/machine/watch-pressure.ts'
import type { Config } from '../config.ts'
import { lineNames, type Admission, type Line, type LineLimits } from '../domain/admission.ts'
import { overload } from '../middleware/load-shedding.ts'
import { waitingLine } from '../middleware/waiting-line.ts'
import type { CurrentAnswerer } from './answerer.ts'

export interface OpenedAdmission extends Admission {
  /** Stops looking at the process. */
  end(): void
}

export const openAdmission = (config: Config, answerer: { current(): CurrentAnswerer }): OpenedAdmission => {
  const lines = {
    questions: waitingLine({ what: 'questions', limits: () => questionLimits(config, answerer.current().runsOn) }),
    searches: waitingLine({ what: 'searches', limits: () => searchLimits }),
    writes: waitingLine({ what: 'writes', limits: () => writeLimits, mayStand: true }),
  }
  const each: readonly Line[] = lineNames.map((name) => lines[name])
  const limitBytes = config.memoryLimitMb ? config.memoryLimitMb * 1024 * 1024 : memoryLimitBytes()
  const pressure = watchPressure(limitBytes)
  let closed: Error | null = null
  return {
    lines,
    bodyRoomBytes: limitBytes * bodyShare,
    refusal: () =>
      closed ??
      overload(
        pressure.current(),
        each.reduce((sum, { running }) => sum + running, 0),
      ),
    close: (reason) => {
      closed = reason
      for (const line of each) line.close(reason)
    },
    get isStopping() {
      return closed !== null
    },
    end: pressure.close,
  }
}

// What has arrived is read into objects of several times its size.
const bodyShare = 1 / 16

// A model on this machine reads one prompt at a time, and its next may be prepared meanwhile; a server has processors of its own; without a model
// the main thread is the narrow place, and more at once only makes all of them late (bench/overload.ts).
const questionDefaults = {
  machine: { atOnce: 2, mostWaiting: 8, waitSeconds: 120 },
  server: { atOnce: 32, mostWaiting: 64, waitSeconds: 30 },
  none: { atOnce: 4, mostWaiting: 60, waitSeconds: 30 },
}

const questionLimits = ({ questionsAtOnce, questionsWaiting, questionWaitSeconds }: Config, runsOn: CurrentAnswerer['runsOn']): LineLimits => {
  const usual = questionDefaults[runsOn ?? 'none']
  return {
    atOnce: questionsAtOnce ?? usual.atOnce,
    mostWaiting: questionsWaiting ?? usual.mostWaiting,
    longestWaitMs: (questionWaitSeconds ?? usual.waitSeconds) * 1000,
  }
}

// Tens of milliseconds each.
const searchLimits: LineLimits = { atOnce: 8, mostWaiting: 256, longestWaitMs: 30_000 }
// Each holds a text of 2 MiB at most, its chunks and their vectors.
const writeLimits: LineLimits = { atOnce: 8, mostWaiting: 256, longestWaitMs: 120_000 }
