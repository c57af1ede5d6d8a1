import { databaseFamilies } from './families/database.ts'
import type { Family } from './families/family.ts'
import { healthyFamilies } from './families/healthy.ts'
import { answerFamilies } from './families/answers.ts'
import { certificateFamilies } from './families/certificates.ts'
import { diskFamilies } from './families/disks.ts'
import { processFamilies } from './families/processes.ts'
import { hostileFamilies } from './families/hostile.ts'
import { monitoringFamilies } from './families/monitoring.ts'
import { replayFamilies } from './families/replays.ts'
import { webFamilies } from './families/web.ts'

/** On real programs. */
export const ownFamilies: readonly Family[] = [
  ...diskFamilies,
  ...processFamilies,
  ...answerFamilies,
  ...certificateFamilies,
  ...webFamilies,
  ...databaseFamilies,
  ...monitoringFamilies,
  ...healthyFamilies,
  ...hostileFamilies,
]

export const allFamilies: readonly Family[] = [...ownFamilies, ...replayFamilies]
