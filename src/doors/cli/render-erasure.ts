/** Proof of erasure, for people. */
import type { z } from 'zod'
import type { checkErasure, purgeErased } from '../../operations/erasure.ts'

export const erasureLines = ({ clean, places, notes }: z.output<typeof checkErasure.output>): string =>
  [
    ...places.map(({ place, count, note }) => `${String(count).padStart(6)}  ${place}${note ? `: ${note}` : ''}`),
    clean ? 'Nothing of it is left.' : 'Something of it is left.',
    ...notes.map((note) => `Note: ${note}`),
    '',
  ].join('\n')

export const purgeLines = ({ purged, notes }: z.output<typeof purgeErased.output>): string =>
  [...(purged ? ['Done: the files hold nothing of deleted rows.'] : []), ...notes, ...(purged ? [] : ['Begin it with --yes.']), ''].join('\n')
