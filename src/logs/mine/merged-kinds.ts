import { release, takeIn, type Kind } from './kind.ts'
import { mergeKinds, varying, type MergeSettings } from './merge-kinds.ts'
import type { Scale } from './rate.ts'

/** Like kinds made one for good, the most frequent taking in the others; in that order. Sorts what it is given. */
export const mergedKinds = (kinds: Kind[], merge: MergeSettings, byTime: Scale, byLine: Scale): Kind[] => {
  kinds.sort((a, b) => b.count - a.count || a.number - b.number)
  const groups = mergeKinds(
    kinds.map(({ words }) => words),
    merge,
  )
  const heads = new Map<number, Kind>()
  kinds.forEach((kind, index) => {
    const head = heads.get(groups[index]!)
    if (!head) return void heads.set(groups[index]!, kind)
    takeIn(head, kind, byTime, byLine, isVarying, varying)
    release(kind, head)
  })
  return [...heads.values()]
}

const isVarying = (word: string): boolean => word.endsWith(varying)
