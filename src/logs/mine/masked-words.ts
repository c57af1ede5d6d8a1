import type { Redact } from '../../domain/guard.ts'
import { toText } from '../line/read-bytes.ts'
import type { Kind } from './kind.ts'
import { varying } from './merge-kinds.ts'

/**
 * The words of a kind as they are shown, without what is secret or personal in its first line: a key whose start has no figures looks like
 * a word of the message (`sk-live-<*>`). What only its varying part holds needs no mask, as that is not shown.
 */
export const maskedWords = ({ words, shown, first }: Kind, redact: Redact): string[] => {
  const texts = first.map(toText)
  const { findings } = redact(texts.join(' '))
  let at = 0
  let next = 0
  return shown.map((word, index) => {
    const start = at
    at += texts[index]!.length + 1
    while (next < findings.length && findings[next]!.end <= start) next++
    const found = findings[next]
    const own = words[index]!.endsWith(varying) ? words[index]!.length - 1 : words[index]!.length
    return found && own > 0 && found.start < start + own ? `[${found.kind}]` : toText(word)
  })
}
