/** Every way to attack, by name. */
import type { Family } from '../attempt.ts'
import { aggregates } from './aggregates.ts'
import { encodedWishes } from './encodings.ts'
import { enumeration } from './enumeration.ts'
import { forgedHistory } from './forged-history.ts'
import { forgedTokens, twoTokens } from './forged-tokens.ts'
import { fragmentsOfCode } from './fragments.ts'
import { languages } from './languages.ts'
import { namedIds } from './named-ids.ts'
import { otherRoutes } from './other-routes.ts'
import { othersByName } from './others-by-name.ts'
import { plantedRows } from './planted-rows.ts'
import { rolePlay } from './role-play.ts'
import { smuggledIdentity } from './smuggled-identity.ts'
import { widening } from './widening.ts'

export const families: Readonly<Record<string, Family>> = {
  'named ids': namedIds,
  'others by name': othersByName,
  'fragments of code': fragmentsOfCode,
  'planted rows': plantedRows,
  'role play': rolePlay,
  languages,
  encodings: encodedWishes,
  'forged history': forgedHistory,
  aggregates,
  enumeration,
  widening,
  'smuggled identity': smuggledIdentity,
  'other routes': otherRoutes,
  'forged tokens': forgedTokens,
  'two tokens': twoTokens,
}
