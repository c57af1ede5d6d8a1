/** `text.slice(start, end)` becomes `put`. */
export interface Edit {
  readonly start: number
  readonly end: number
  readonly put: string
}

export interface Edited {
  readonly text: string
  /** Where an offset of the text as it was lies now; inside what was replaced: where that begins. */
  place(offset: number): number
}

/** All edits at once; of two that overlap the one that begins first stands, and of those the longest. */
export const applyEdits = (text: string, edits: readonly Edit[]): Edited => {
  const made: { readonly edit: Edit; readonly shift: number }[] = []
  let result = ''
  let at = 0
  for (const edit of edits.toSorted((one, other) => one.start - other.start || other.end - one.end)) {
    if (edit.start < at || (edit.start === edit.end && edit.put === '')) continue
    result += text.slice(at, edit.start) + edit.put
    at = edit.end
    made.push({ edit, shift: result.length - at })
  }
  return {
    text: result + text.slice(at),
    place: (offset) => {
      const last = made.findLast(({ edit }) => edit.start < offset)
      if (!last) return offset
      const { edit, shift } = last
      return offset >= edit.end ? offset + shift : edit.end + shift - edit.put.length
    },
  }
}
