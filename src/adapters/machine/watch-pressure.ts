/** Looks a few times a second how near the process is to its limits, so that asking costs nothing. */
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { getHeapStatistics } from 'node:v8'

export interface Pressure {
  /** Resident memory, and what it may be. */
  readonly memoryBytes: number
  readonly memoryLimitBytes: number
  /** Of what V8 allows for objects, 0…1. */
  readonly heapShare: number
  /** Median lateness of the main thread within the last look. */
  readonly lagMs: number
}

export interface PressureWatch {
  current(): Pressure
  close(): void
}

const everyMs = 250
const resolutionMs = 10

export const watchPressure = (limitBytes: number): PressureWatch => {
  const delays = monitorEventLoopDelay({ resolution: resolutionMs })
  delays.enable()
  const look = (): Pressure => {
    const { used_heap_size: used, heap_size_limit: most } = getHeapStatistics()
    const lagMs = delays.count > 0 ? Math.max(0, delays.percentile(50) / 1e6 - resolutionMs) : 0
    delays.reset()
    return { memoryBytes: process.memoryUsage.rss(), memoryLimitBytes: limitBytes, heapShare: used / most, lagMs }
  }
  let now = look()
  const timer = setInterval(() => (now = look()), everyMs)
  timer.unref()
  return {
    current: () => now,
    close: () => {
      clearInterval(timer)
      delays.disable()
    },
  }
}
