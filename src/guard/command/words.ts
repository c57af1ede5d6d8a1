/** A word as the shell reads it, in pieces by their quotes; each parser makes its own, and they must be the same. */
export interface Piece {
  readonly quotes: 'none' | 'single' | 'double'
  /** As written, without the quotes. */
  readonly written: string
}

export interface Word {
  /** In the command, end excluded. */
  readonly start: number
  readonly end: number
  readonly pieces: readonly Piece[]
}

/** What one parser makes of a text: the words of exactly one simple command, or why it is not one. */
export type Reading = { readonly words: readonly Word[] } | { readonly why: string }
export type ShellParser = (text: string) => Reading

/** A quoted word, its quotes taken away; null where the shell would do more with it than that. */
export const literalOf = ({ pieces }: Word): string | null => {
  if (pieces.length === 1 && pieces[0]!.quotes === 'none' && pieces[0]!.written === '!') return '!'
  // zsh puts the program's path in place of `=name`.
  const first = pieces[0]?.quotes === 'none' ? pieces[0].written : ''
  if (first.startsWith('=') && (first.length > 1 || pieces.length > 1)) return null
  let literal = ''
  for (const [index, { quotes, written }] of pieces.entries()) {
    const isLast = index === pieces.length - 1
    const value = quotes === 'single' ? written : quotes === 'double' ? inDoubleQuotes(written) : bare(written, isLast)
    if (value === null) return null
    literal += value
  }
  return literal
}

// A dollar that nothing follows stands for itself: "total$" is a pattern's end of line.
const bareCharacter = /[\w./:=,@%+^-]/
const escapable = new Set('()!*?[]{}.+|$ "\'\\;<>&^~#')

const bare = (written: string, isLast: boolean): string | null => {
  let value = ''
  for (let at = 0; at < written.length; at++) {
    const character = written[at]!
    if (character === '\\') {
      const next = written[++at]
      if (next === undefined || !escapable.has(next)) return null
      value += next
    } else if (bareCharacter.test(character) || (character === '$' && isLast && at === written.length - 1)) value += character
    else return null
  }
  return value
}

const inDoubleQuotes = (written: string): string | null => {
  let value = ''
  for (let at = 0; at < written.length; at++) {
    const character = written[at]!
    const next = written[at + 1]
    // Interactive shells look for their history inside double quotes too.
    if (character === '`' || character === '!') return null
    if (character === '$' && next !== undefined && !' |)/'.includes(next)) return null
    if (character === '\\' && (next === '"' || next === '\\' || next === '$')) {
      value += next
      at++
    } else if (character === '\\' && (next === undefined || next === '`' || next === '!')) return null
    else value += character
  }
  return value
}
