const opening = '<think>'
const closing = '</think>'

export interface ThinkingFilter {
  /** The part of the stream so far that is text for the reader. */
  push(delta: string): string
  /** What was held back because it might have become a tag. */
  end(): string
}

/**
 * Takes the `<think>…</think>` block off the front of a stream: reasoning models behind servers without a reasoning parser
 * write it into the text. Only at the front: further on the tag may be part of a quoted document.
 */
export const thinkingFilter = (): ThinkingFilter => {
  let state: 'start' | 'thinking' | 'gap' | 'text' = 'start'
  let held = ''

  const step = (): string => {
    if (state === 'start') {
      const lead = held.trimStart()
      if (lead.length < opening.length && opening.startsWith(lead)) return ''
      state = lead.startsWith(opening) ? 'thinking' : 'text'
      if (state === 'thinking') held = lead.slice(opening.length)
    }
    if (state === 'thinking') {
      const end = held.indexOf(closing)
      if (end < 0) {
        held = held.slice(-(closing.length - 1))
        return ''
      }
      held = held.slice(end + closing.length)
      state = 'gap'
    }
    if (state === 'gap') {
      held = held.trimStart()
      if (held === '') return ''
      state = 'text'
    }
    const text = held
    held = ''
    return text
  }

  return {
    push: (delta) => {
      held += delta
      return step()
    },
    end: () => (state === 'start' ? held : ''),
  }
}
