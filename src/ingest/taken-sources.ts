import type { DocumentStore } from '../domain/document.ts'

export interface TakenParts {
  readonly store: Pick<DocumentStore, 'holders'>
  readonly rootExists: (root: string) => Promise<boolean>
}

/**
 * Sources that another living root or a client holds, each with the sentence that says so: a folder never takes over what did not come from it.
 * A root within the other is the same files named differently, and a root that has gone holds nothing.
 */
export const takenSources = async (
  { store, rootExists }: TakenParts,
  collection: string,
  root: string,
  sources: readonly string[],
): Promise<ReadonlyMap<string, string>> => {
  const taken = new Map<string, string>()
  const alive = new Map<string, boolean>()
  for (const { source, root: holder } of sources.length > 0 ? await store.holders(collection, sources) : []) {
    if (holder === null)
      taken.set(source, 'A program or an upload has put a document of this name into the collection. Remove that one first, or use another --collection.')
    else if (!isWithin(holder, root) && !isWithin(root, holder)) {
      if (!alive.has(holder)) alive.set(holder, await rootExists(holder))
      if (alive.get(holder)) taken.set(source, `A document of this name came from "${holder}". Name both folders in one command, or use another --collection.`)
    }
  }
  return taken
}

const isWithin = (inner: string, outer: string): boolean => inner === outer || inner.startsWith(outer.endsWith('/') ? outer : `${outer}/`)
