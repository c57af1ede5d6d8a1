/** Other makers' tokenizers cut into up to half as many pieces more than the one that is counted with: so much more is put aside for them. */
export const tokenizerMargin = 1.5
