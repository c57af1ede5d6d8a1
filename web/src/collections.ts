import type { Status } from './api/types.ts'

type Collections = Status['collections']

export const handbook = 'handbook'

/** What to ask when the person has not chosen: their own documents if there are any, else the program's handbook. */
export const firstCollection = (collections: Collections): string => {
  const filled = collections.filter(({ documents }) => documents > 0).map(({ name }) => name)
  return ['default', handbook, ...filled].find((name) => filled.includes(name)) ?? 'default'
}

/** Those that exist, and `default` even before it holds anything. */
export const offeredCollections = (collections: Collections): string[] => [...new Set(['default', ...collections.map(({ name }) => name)])]

/** The handbook belongs to the program; the person's files go beside it. */
export const uploadCollection = (selected: string): string => (selected === handbook ? 'default' : selected)
