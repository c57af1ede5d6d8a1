import type { Span } from '../../domain/document.ts'
import { addressesIn } from './addresses.ts'
import { applyEdits, type Edit, type Edited } from './edits.ts'
import { readMarkdown, type ReadMarkdown } from './markdown.ts'
import { unseen } from './unseen.ts'

/**
 * What is about to be shown, without anything that leads out: links become their words, images their description, tags and definitions go,
 * and an address stays only as code, of which nothing makes a link, and only where `isQuoted` says that it stands in the very words that are cited.
 * `before` is what was let out already: what the two would make together is looked at too.
 */
export const cleanText = (text: string, before: string, isQuoted: (address: string) => boolean): Edited => {
  const seen = applyEdits(text, unseen(text))
  if (!suspicious.test(seen.text)) return seen
  const read = readMarkdown(seen.text)
  const plain = read && applyEdits(seen.text, [...read.leading.flatMap(withoutTarget), ...addressEdits(seen.text, read.code, isQuoted)])
  if (plain && !leadsOut(before, plain.text)) return { text: plain.text, place: (offset) => plain.place(seen.place(offset)) }
  const literal = applyEdits(seen.text, [...addressEdits(seen.text, [], () => false), ...escapes(seen.text)])
  return { text: literal.text, place: (offset) => literal.place(seen.place(offset)) }
}

/** Without one of these nothing leads out, whatever stood before. */
const suspicious = /[[\]<>()@:]|www|\/\//i

const withoutTarget = ({ start, end, label }: ReadMarkdown['leading'][number]): Edit[] =>
  label
    ? [
        { start, end: label.start, put: '' },
        { start: label.end, end, put: '' },
      ]
    : [{ start, end, put: '' }]

const addressEdits = (text: string, code: readonly Span[], isQuoted: (address: string) => boolean): Edit[] =>
  addressesIn(text).flatMap(({ start, end }) => {
    const address = text.slice(start, end)
    if (!isQuoted(address)) return [{ start, end, put: '(link left out)' }]
    return code.some((span) => span.start <= start && span.end >= end) ? [] : [{ start, end, put: `\`${address}\`` }]
  })

/** Does the new text, where it will stand, lead anywhere? */
const leadsOut = (before: string, text: string): boolean => {
  const read = readMarkdown(before + text)
  return read === null || read.leading.some(({ end }) => end > before.length)
}

/** The last resort: every sign that means something to Markdown stands for itself. */
const escapes = (text: string): Edit[] =>
  [...text.matchAll(/[\\`*_[\]<>()!&~|#:]/g)].map(({ 0: sign, index }) => ({ start: index, end: index + 1, put: `\\${sign}` }))
