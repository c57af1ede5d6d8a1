import type { Status } from './api/types.ts'

type Collections = Status['collections']

export const handbook = 'handbook'

/** What to ask when the person has not chosen: their own documents if there are any, else the program's handbook. */
export const firstCollection = (collections: Collections): string => {
  const filled = namesOf(collections.filter(({ documents }) => documents > 0))
  return ['default', handbook, ...filled].find((name) => filled.includes(name)) ?? 'default'
}

/** Those that exist, and `default` even before it holds anything. */
export const offeredCollections = (collections: Collections): string[] => [...new Set(['default', ...namesOf(collections)])]

/** The handbook belongs to the program; the person's files go beside it. */
export const uploadCollection = (selected: string): string => (selected === handbook ? 'default' : selected)

/** Corpora of evaluations (`eval-NAME-` and eight digits of a hash) are asked by their suites; Health lists them. */
const namesOf = (collections: Collections): string[] => collections.map(({ name }) => name).filter((name) => !/^eval-.+-[0-9a-f]{8}$/.test(name))
