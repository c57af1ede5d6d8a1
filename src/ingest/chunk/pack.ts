import type { Span } from '../../domain/document.ts'
import type { ChunkSettings } from './chunk-settings.ts'

/** What is never cut again. */
export interface Piece extends Span {
  readonly tokens: number
  /** A heading, or a line that announces what comes next: it goes with that. */
  readonly leadsIn: boolean
}

/** Fills chunks of one section from its pieces, in order. Pieces are at most `maxTokens`; so are the chunks. */
export const packPieces = (pieces: readonly Piece[], budget: ChunkSettings): Piece[] => {
  const chunks: Piece[] = []
  let open: Piece[] = []
  for (const piece of pieces) {
    const sum = tokensOf(open) + piece.tokens
    if (open.length > 0 && sum > budget.targetTokens && !(isSmall(open, budget) && sum <= budget.maxTokens)) {
      const lead = announcing(open, piece, budget)
      chunks.push(join(open.slice(0, open.length - lead.length)))
      open = lead
    }
    open.push(piece)
  }
  if (open.length > 0) chunks.push(join(open))
  return joinTail(chunks, budget)
}

const tokensOf = (pieces: readonly Piece[]): number => pieces.reduce((sum, { tokens }) => sum + tokens, 0)

const isSmall = (pieces: readonly Piece[], { minTokens }: ChunkSettings): boolean => tokensOf(pieces) < minTokens || pieces.every(({ leadsIn }) => leadsIn)

/** The last piece, when it announces `next`, fits beside it, and is not all there is. */
const announcing = (open: readonly Piece[], next: Piece, { maxTokens }: ChunkSettings): Piece[] => {
  const last = open.at(-1)!
  return open.length > 1 && last.leadsIn && last.tokens + next.tokens <= maxTokens ? [last] : []
}

const join = (pieces: readonly Piece[]): Piece => ({
  start: pieces[0]!.start,
  end: pieces.at(-1)!.end,
  tokens: tokensOf(pieces),
  leadsIn: pieces.at(-1)!.leadsIn,
})

const joinTail = (chunks: readonly Piece[], { minTokens, maxTokens }: ChunkSettings): Piece[] => {
  const [before, last] = chunks.slice(-2)
  if (!before || !last || last.tokens >= minTokens || before.tokens + last.tokens > maxTokens) return [...chunks]
  return [...chunks.slice(0, -2), join([before, last])]
}
