/** Collects what could not be taken over. The same thing said of many cases is one note with their count. */
export interface Notes {
  /** `place`: file and line, or the name of a case. */
  add(sentence: string, place: string): void
  list(): string[]
}

export const openNotes = (): Notes => {
  const places = new Map<string, string[]>()
  return {
    add: (sentence, place) => {
      const known = places.get(sentence)
      if (known) known.push(place)
      else places.set(sentence, [place])
    },
    list: () => [...places].map(([sentence, at]) => (at.length === 1 ? `${at[0]}: ${sentence}` : `${at[0]} and ${at.length - 1} more: ${sentence}`)),
  }
}
