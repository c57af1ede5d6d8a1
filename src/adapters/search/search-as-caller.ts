import { assertMaySee, currentCall } from '../../domain/call.ts'
import type { SearchIndex } from '../../domain/search.ts'

/** The index is shared by all; who asks it for a collection must see that collection. Fails with `forbidden`. */
export const searchAsCaller = <Index extends SearchIndex>(index: Index): Index => ({
  ...index,
  search: async (query, signal) => {
    assertMaySee(currentCall().caller, query.collection)
    return index.search(query, signal)
  },
})
