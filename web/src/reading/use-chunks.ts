import { useEffect, useState } from 'preact/hooks'
import { listChunks } from '../api/documents.ts'
import { sentenceOf } from '../api/request.ts'
import type { Chunk } from '../api/types.ts'
import type { ShownText } from './source.ts'

/** The chunks of the shown document while the person wants to see them; null otherwise. The wish outlives a change of document. */
export const useChunks = (document: ShownText | null) => {
  const [wanted, setWanted] = useState(false)
  const [chunks, setChunks] = useState<readonly Chunk[] | null>(null)
  const [chunksFailure, setFailure] = useState<string | null>(null)
  useEffect(() => {
    let current = true
    setChunks(null)
    setFailure(null)
    if (wanted && document) {
      listChunks(document.document_id).then(
        // Offsets of another version would cut in the wrong places.
        (it) => current && setChunks(it.version === document.version ? it.chunks : null),
        (error: unknown) => current && setFailure(sentenceOf(error)),
      )
    }
    return () => {
      current = false
    }
  }, [wanted, document])
  return { chunks, chunksFailure, toggle: () => setWanted((it) => !it) }
}
