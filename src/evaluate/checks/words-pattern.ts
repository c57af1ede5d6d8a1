/** Source of a pattern for these words in this order, whatever blanks lie between them. */
export const wordsPattern = (text: string): string =>
  text
    .trim()
    .split(/\s+/)
    .map((word) => word.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'))
    .join('\\s+')
