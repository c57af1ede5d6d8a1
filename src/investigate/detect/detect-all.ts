import type { Detected, Detector } from '../hypothesis.ts'
import type { Seen } from '../seen.ts'
import { detectAnswers } from './answers.ts'
import { detectCertificates } from './certificates.ts'
import { detectClocks } from './clocks.ts'
import { detectFiles } from './files.ts'
import { detectGrowth } from './growth.ts'
import { detectKilled } from './killed.ts'
import { detectLoad } from './load.ts'
import { detectLogErrors } from './logs.ts'
import { detectMonitoring } from './monitoring.ts'
import { detectPods } from './pods.ts'
import { detectPostgres } from './postgres.ts'
import { detectProcesses } from './processes.ts'
import { detectFilling } from './space.ts'
import { detectUnits } from './units.ts'

const detectors: readonly Detector[] = [
  detectAnswers,
  detectProcesses,
  detectUnits,
  detectCertificates,
  detectClocks,
  detectPostgres,
  detectPods,
  detectFilling,
  detectKilled,
  detectGrowth,
  detectLoad,
  detectMonitoring,
  detectFiles,
  detectLogErrors,
]

/** All that the figures say, by rule; what concerns people most comes first. */
export const detectAll = (seen: Seen): Detected => {
  const all = detectors.map((detect) => detect(seen))
  return { found: all.flatMap(({ found }) => found), healthy: all.flatMap(({ healthy }) => healthy) }
}
