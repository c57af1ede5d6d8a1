const sampleLength = 40_000
const leastProse = 300

/** Null where values hold sentences, whose letters tell their language; `en` for mere names and numbers, in which any language may be found. */
export const languageOfData = (text: string): 'en' | null => {
  const prose = text.slice(0, sampleLength).match(/(?:\p{L}+,? ){6,}/gu) ?? []
  return prose.reduce((sum, { length }) => sum + length, 0) >= leastProse ? null : 'en'
}
