import { sha256 } from '../../base/id.ts'
import { seededRandom, shuffled } from '../../base/random.ts'

/** A source of chance that is the same for the same words, on every machine. */
export const randomOf = (...words: readonly string[]): (() => number) => seededRandom(Number.parseInt(sha256(words.join('\0')).slice(0, 8), 16))

/** Another order for each rater, the same one whenever that rater comes back: what is seen early or late is not the same answers for all. */
export const orderFor = <Item>(items: readonly Item[], sheetId: string, rater: string): Item[] => shuffled(items, randomOf(sheetId, rater))

/** A name as it counts: `Ana`, ` ana` and `ANA` are one person. */
export const raterKey = (name: string): string => name.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase()
