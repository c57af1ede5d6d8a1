import type { Status } from './api/types.ts'

type Collections = Status['collections']

export const handbook = 'handbook'

/** Of those whom a key lets in; null: all. */
type Visible = readonly string[] | null

/** What to ask when the person has not chosen: their own documents if there are any, else the program's handbook. */
export const firstCollection = (collections: Collections, visible: Visible): string => {
  const filled = namesOf(collections.filter(({ documents }) => documents > 0))
  return ['default', handbook, ...filled].find((name) => filled.includes(name)) ?? visible?.[0] ?? 'default'
}

/** Those that exist, and `default`, or what the key is for, even before it holds anything. */
export const offeredCollections = (collections: Collections, visible: Visible): string[] => [...new Set([...(visible ?? ['default']), ...namesOf(collections)])]

/** The handbook belongs to the program; the person's files go beside it. */
export const uploadCollection = (selected: string, visible: Visible): string =>
  selected === handbook ? ((visible ?? ['default']).find((name) => name !== handbook) ?? selected) : selected

/** Corpora of evaluations (`eval-NAME-` and eight digits of a hash) are asked by their suites; Health lists them. */
const namesOf = (collections: Collections): string[] => collections.map(({ name }) => name).filter((name) => !/^eval-.+-[0-9a-f]{8}$/.test(name))
