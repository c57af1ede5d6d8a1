/** Proof of erasure, for people. */
import type { z } from 'zod'
import type { checkErasure, purgeErased } from '../../operations/erasure.ts'

type Check = z.output<typeof checkErasure.output>

export const erasureLines = ({ clean, places, notes }: Check): string =>
  [
    ...places.map(({ place, count, note }) => `${String(count).padStart(6)}  ${place}${note ? `: ${note}` : ''}`),
    clean
      ? 'Nothing of it is left.'
      : isOnDiskOnly(places)
        ? 'The program keeps nothing of it; bytes of deleted rows are left on the disk.'
        : 'Something of it is left.',
    ...notes.map((note) => `Note: ${note}`),
    '',
  ].join('\n')

const isOnDiskOnly = (places: Check['places']): boolean => places.every(({ place, count }) => count === 0 || place.startsWith('on the disk'))

export const purgeLines = ({ purged, notes }: z.output<typeof purgeErased.output>): string =>
  [...(purged ? ['Done: the files of the database were written anew.'] : []), ...notes, ...(purged ? [] : ['Begin it with --yes.']), ''].join('\n')
