/** A sentence in the reader's language, and the words of a passage that it says it translates. */
export interface TranslatedPair {
  readonly text: string
  /** Without the marks around them. */
  readonly quote: string
  /** 1-based numbers of passages that it names. */
  readonly numbers: readonly number[]
  /** White space before it. */
  readonly before: string
}

const pair = /(?<before>\s*)(?<text>[^<>]*?)\s*<<(?<quote>[^<>]{1,2000})>>(?<marks>(?:\s*\[\d{1,3}(?:\s*,\s*\d{1,3})*\])*)(?:[ \t]*[.。])?/gu

/** Reads `Translation. <<Exact words.>> [1]` from a stream; what has no exact words is dropped. */
export const pairReader = () => {
  let buffer = ''
  return {
    /** Pairs that are whole: more has come after them, or `isEnd`. */
    push(text: string, isEnd = false): TranslatedPair[] {
      buffer += text
      const found: TranslatedPair[] = []
      let used = 0
      for (const match of buffer.matchAll(pair)) {
        const end = match.index + match[0].length
        // The numbers of passages may still be on their way.
        if (!isEnd && !/^\s*[^\s[.。]/u.test(buffer.slice(end))) break
        const { before = '', text: sentence = '', quote = '', marks = '' } = match.groups!
        used = end
        const shown = sentence.replace(/^\s*\[\d{1,3}\]\s*/, '').trim()
        if (shown !== '')
          found.push({
            text: shown,
            quote: quote.trim().replace(/^["“«](?<inner>.*)["”»]$/su, '$<inner>'),
            numbers: [...marks.matchAll(/\d+/g)].map(([number]) => Number(number)),
            before,
          })
      }
      buffer = buffer.slice(used)
      return found
    },
  }
}
