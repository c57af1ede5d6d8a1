import type { Span } from '../domain/document.ts'
import { invisible, withoutLookalikes } from './scan/plain-letters.ts'

/** A text as people read it once it is shown, and where its words stand in the text as it is written. */
export interface PlainForm {
  readonly text: string
  /** A span of the plain text, in the text as it is written. */
  written<Found extends Span>(found: Found): Found
}

/** Without markup and invisible signs inside words, entities and escapes read, look-alikes of other scripts as Latin letters; null where that changes nothing. */
export const plainForm = (text: string): PlainForm | null => {
  const starts: number[] = []
  const ends: number[] = []
  let plain = ''
  let at = 0
  const add = (letters: string, start: number, end: number): void => {
    plain += letters
    for (let index = 0; index < letters.length; index++) {
      starts.push(start)
      ends.push(end)
    }
  }
  const keep = (end: number): void => {
    plain += text.slice(at, end)
    for (; at < end; at++) {
      starts.push(at)
      ends.push(at + 1)
    }
  }
  for (const match of text.matchAll(dressed)) {
    keep(match.index)
    at += match[0].length
    add(undressed(match[0]), match.index, at)
  }
  keep(text.length)
  plain = withoutLookalikes(plain)
  return plain === text ? null : { text: plain, written: (found) => ({ ...found, start: starts[found.start]!, end: ends[found.end - 1]! }) }
}

// Tags, and marks of emphasis and code, only inside words: `<token>` and `****` alone stand for a secret that is not told.
const dressed = new RegExp(
  [
    String.raw`(?<=\S)<(?:!--[^>]{0,300}--|\/?[a-zA-Z][^<>\n]{0,200})>(?=\S)`,
    String.raw`&(?:#\d{1,7}|#[xX][\da-fA-F]{1,6}|[a-zA-Z]{2,20});`,
    '\\\\[!-/:-@[-`{-~]',
    '(?<=[\\p{L}\\p{N}_@.-])(?:[*`]{1,3}|~~)(?=[\\p{L}\\p{N}_@-]|\\.\\w)',
    `(?:${invisible.source})`,
    String.raw`[\u00aa-\u00be\u2010-\u2015\u2024\u2025\u2070-\u209c\u2100-\u218b\u2460-\u24ff\ufb00-\ufb06\ufe50-\uff5e\u{1d400}-\u{1d7ff}]`,
  ].join('|'),
  // Without i: by it k would be the sign of Kelvin.
  'gu',
)

const undressed = (sign: string): string => {
  if (sign.startsWith('&')) return entity(sign.slice(1, -1)) ?? sign
  if (sign.startsWith('\\')) return sign.slice(1)
  return /^\p{ASCII}/u.test(sign)
    ? ''
    : sign
        .normalize('NFKC')
        .replace(/[\u2010-\u2015]/g, '-')
        .replace(invisible, '')
}

const entity = (name: string): string | undefined => {
  if (!name.startsWith('#')) return named.get(name.toLowerCase())
  const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1))
  return code > 0 && code <= 0x10_ff_ff ? String.fromCodePoint(code).replace(invisible, '') : undefined
}

// Of the entities of HTML those that a secret, an address or a number could be written with.
const named: ReadonlyMap<string, string> = new Map([
  ...'amp& lt< gt> quot" apos\' num# percnt% plus+ equals= sol/ bsol\\ colon: period. comma, commat@ lowbar_ underbar_ hyphen- dash- excl! dollar$ ast* semi; quest?'
    .split(' ')
    .map((pair): [string, string] => [pair.slice(0, -1), pair.at(-1)!]),
  ['nbsp', ' '],
  ['tab', '\t'],
  ['newline', '\n'],
  ...['shy', 'zwj', 'zwnj', 'zerowidthspace', 'nobreak'].map((unseen): [string, string] => [unseen, '']),
])
