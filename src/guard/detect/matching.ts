import type { Detector, SensitiveKind } from '../../domain/guard.ts'

/** A detector of all that fits the pattern and passes the check; where the pattern has a group `value`, that part alone is the finding. */
export const matching = (kind: SensitiveKind, pattern: RegExp, holds: (value: string) => boolean = () => true): Detector => {
  const all = new RegExp(pattern, [...new Set([...pattern.flags, 'g', 'd'])].join(''))
  return (text) =>
    [...text.matchAll(all)].flatMap((match) => {
      const [start, end] = match.indices!.groups?.value ?? match.indices![0]!
      return holds(text.slice(start, end)) ? [{ kind, start, end }] : []
    })
}
