/** Proof of erasure, for people. */
import type { z } from 'zod'
import type { checkErasure, purgeErased } from '../../operations/erasure.ts'

type Check = z.output<typeof checkErasure.output>

export const erasureLines = (check: Check): string =>
  [
    ...check.places.map(({ place, count, note }) => `${String(count).padStart(6)}  ${place}${note ? `: ${note}` : ''}`),
    verdict(check),
    ...check.notes.map((note) => `Note: ${note}`),
    '',
  ].join('\n')

const verdict = ({ clean, proven, places }: Check): string => {
  if (proven) return 'Nothing of it is left.'
  if (clean) return neverSeen
  const left = places.filter(({ count }) => count > 0)
  if (left.every(({ place }) => place.startsWith('on the disk'))) return 'The program keeps nothing of it; bytes of deleted rows are left on the disk.'
  return 'Something of it is left.'
}

const neverSeen =
  'No document of this id or name is known here, so nothing is proven. The name of a removed document is forgotten with it: give its id, or words of it with --text. "answerable documents list" shows what is indexed.'

export const purgeLines = ({ purged, notes }: z.output<typeof purgeErased.output>): string =>
  [...(purged ? ['Done: the files of the database were written anew.'] : []), ...notes, ...(purged ? [] : ['Begin it with --yes.']), ''].join('\n')
