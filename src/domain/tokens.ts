/** How models read text: cut into pieces, each with a number. */
export interface TokenPiece {
  readonly id: number
  /** As the tokenizer writes it; `<0xF0>` is a byte of a character that several pieces share. */
  readonly text: string
}

export interface TokenCut {
  /** What was asked about. */
  readonly model: string
  /** Whose pieces these are. */
  readonly tokenizer: string
  /** False where the model's own tokenizer cannot be had and another stands in. */
  readonly exact: boolean
  /** Why it is not exact; null when it is. */
  readonly note: string | null
  readonly pieces: readonly TokenPiece[]
}

/** Cuts a text as a model does; without a name as the model that answers. Fails with `invalid`, `not_found` or `unavailable`. */
export type CutTokens = (text: string, model?: string) => Promise<TokenCut>
