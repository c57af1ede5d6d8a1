interface Note {
  readonly source: string
  readonly reason: string
}

const mostOfOneReason = 20

/** One line for each file, in order; where the same is said of very many, of the first ones and how many more there are. */
export const noteLines = (notes: readonly Note[]): string => {
  const counts = new Map<string, number>()
  const told: Note[] = []
  for (const note of notes) {
    const count = (counts.get(note.reason) ?? 0) + 1
    counts.set(note.reason, count)
    if (count <= mostOfOneReason) told.push(note)
  }
  const more = [...counts].filter(([, count]) => count > mostOfOneReason).map(([reason, count]) => ({ source: `${count - mostOfOneReason} more`, reason }))
  return [...told, ...more].map(({ source, reason }) => `  ${source}: ${reason}\n`).join('')
}
