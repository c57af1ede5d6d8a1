/** A name that only its exact spelling names: a flag, a version, a path, an option, a setting, something between backticks. */
export interface Identifier {
  readonly text: string
  readonly start: number
  readonly end: number
}

const shapes = [
  /(?<![\p{L}\p{N}-])--?[a-zA-Z][\w-]*(?:=[^\s,;)]+)?/gu, // --flag, -f, --flag=value
  /(?<![\p{L}\p{N}])v?\d+(?:\.\d+){2,}(?:[-+][\w.]+)?|(?<![\p{L}\p{N}])v\d+(?:\.\d+)*\b/gu, // 1.2.3, v2
  /(?<![\p{L}\p{N}_])[\p{L}_$][\p{L}\p{N}$]*(?:_+[\p{L}\p{N}]+)+_*/gu, // snake_case, CONSTANT_CASE
  /(?<![\p{L}\p{N}_])\p{Ll}+\p{Lu}[\p{L}\p{N}]*/gu, // camelCase
  /(?<![\p{L}\p{N}_])[\p{L}_][\p{L}\p{N}_-]*(?:\.[\p{L}_][\p{L}\p{N}_-]*)+(?:\(\))?/gu, // a.b.c, file.tf
  /(?<![\p{L}\p{N}_:/])(?:\.{0,2}\/)[\p{L}\p{N}_.-]+(?:\/[\p{L}\p{N}_.*-]+)*\/?/gu, // /path, ./path
  /https?:\/\/[^\s)>\]]+[^\s)>\].,;]/gu,
  /(?<![\p{L}\p{N}_])(?=[\p{L}\p{N}-]*\d)(?=[\p{L}\p{N}-]*\p{L})[\p{L}\p{N}]+(?:-[\p{L}\p{N}]+)*/gu, // sha256, gpt-4o
]

// 5th, 1990s, 20km, 5G-like numbers with a unit are compared as numbers; e.g. and U.S. are words; state-of-the-art-2 is rare.
const notOne = /^(?:\d+(?:st|nd|rd|th|s|%|\p{L}{1,4})|\d+-\p{L}[\p{L}-]*|(?:\p{L}\.)+\p{L}?|mid-\d+s?|\p{Lu}\p{L}+-\d+)$/u

/** `raw` still has its backticks, `plain` has not; offsets are those of `plain`. */
export const identifiersOf = (plain: string, raw: string): Identifier[] => {
  const found: Identifier[] = []
  const add = (text: string, start: number): void => {
    const end = start + text.length
    if (start < 0 || notOne.test(text) || found.some((one) => one.start < end && start < one.end)) return
    found.push({ text, start, end })
  }
  for (const match of raw.matchAll(/(`+)([^`]+)\1/g)) if (isCodeLike(match[2]!)) add(match[2]!.trim(), plain.indexOf(match[2]!.trim()))
  for (const shape of shapes) for (const match of plain.matchAll(shape)) add(match[0], match.index)
  return found.sort((one, other) => one.start - other.start)
}

/** Between backticks people also put plain words: those are compared as words. */
const isCodeLike = (code: string): boolean => /[^\p{L}\s'’,]/u.test(code)

/** Exact but for case, spaces and closing punctuation; `-f` is not found in `--foo`. */
export const isNamed = (identifier: Identifier, plainSpan: string): boolean => {
  const wanted = squeeze(identifier.text)
  const span = squeeze(plainSpan)
  for (let at = span.indexOf(wanted); at >= 0; at = span.indexOf(wanted, at + 1)) {
    if (
      isEdge(span, at - 1, wanted.charAt(0), true) &&
      isEdge(span, at + wanted.length, wanted.at(-1)!, false) &&
      !(wanted.startsWith('-') && span.charAt(at + wanted.length) === '-')
    )
      return true
  }
  return false
}

const squeeze = (text: string): string => text.toLowerCase().replace(/\s+/g, ' ').trim()

const isEdge = (span: string, at: number, beside: string, before: boolean): boolean => {
  const one = span.charAt(at)
  if (one === '' || !/[\p{L}\p{N}_]/u.test(beside)) return !(before && one === '-' && beside === '-')
  if (/[\p{L}\p{N}_]/u.test(one)) return false
  // 1.2 is not in 1.2.3, nor v2 in v2.1; a full stop at the end of a sentence is an edge.
  return !(one === '.' && /\d/.test(beside) && /\d/.test(span.charAt(before ? at - 1 : at + 1)))
}
