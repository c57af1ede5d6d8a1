import type { Chunk } from '../api/types.ts'

/** Where a chunk begins, and what is known of it. */
export const ChunkLabel = ({ chunk: { ordinal, heading_path, tokens, embedded } }: { chunk: Chunk }) => (
  <span class="chunk-label">
    <strong>Chunk {ordinal + 1}</strong>
    {heading_path.length > 0 && <span> {heading_path.join(' › ')}</span>}
    <span> · {tokens.toLocaleString('en')} tokens</span>
    {!embedded && <em> · no vector yet</em>}
  </span>
)
