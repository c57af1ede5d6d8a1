export interface FileLine {
  readonly line: number
  readonly text: string
}

// A line of many megabytes is shown by its beginning.
const mostBytes = 4_000

/** Lines `from` to `to` (1-based, both included) of bytes that are read once, front to back, and no further than needed. Lines end at `\n`; a `\r` before it is no part of them. */
export const linesOf = async (bytes: AsyncIterable<Uint8Array>, from: number, to: number): Promise<FileLine[]> => {
  const found: FileLine[] = []
  const decoder = new TextDecoder()
  let line = 1
  let kept: number[] = []
  const end = (): void => {
    if (line >= from && line <= to) found.push({ line, text: decoder.decode(new Uint8Array(kept)).replace(/\r$/, '') })
    kept = []
    line++
  }
  let isOpen = false
  for await (const chunk of bytes) {
    let at = 0
    while (at < chunk.length) {
      const next = chunk.indexOf(10, at)
      const stop = next < 0 ? chunk.length : next
      if (line >= from) for (let index = at; index < stop && kept.length < mostBytes; index++) kept.push(chunk[index]!)
      isOpen = next < 0
      if (next >= 0) end()
      if (line > to) return found
      at = stop + 1
    }
  }
  if (isOpen) end()
  return found
}
