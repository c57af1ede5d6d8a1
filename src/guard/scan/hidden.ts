import type { Span } from '../../domain/document.ts'

export interface HiddenSpan extends Span {
  /** What it is, in words. */
  readonly what: string
}

/** What no reader of the document sees: comments, elements that are not displayed, letters without a shape, marks of a model's own prompt. */
export const hiddenSpans = (text: string): HiddenSpan[] =>
  kinds.flatMap(({ what, pattern }) =>
    [...text.matchAll(pattern)].map((match): HiddenSpan => ({ what, start: match.index, end: match.index + match[0].length })),
  )

const kinds: readonly { readonly what: string; readonly pattern: RegExp }[] = [
  { what: 'a comment in HTML', pattern: /<!--[\s\S]{0,20000}?(?:-->|$(?![\s\S]))/g },
  { what: 'a comment in Markdown', pattern: /^ {0,3}\[(?:\/\/|comment|_|#)\]:\s.*$/gim },
  {
    what: 'an element that is not displayed',
    pattern:
      /<(?<tag>[a-z][a-z\d]{0,15})\b[^<>]{0,300}(?:\shidden\b|display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0|opacity\s*:\s*0(?![.\d]))[^<>]{0,300}>[\s\S]{0,20000}?<\/\k<tag>\s*>/gi,
  },
  // A flag of a region (black flag, then tag letters) is meant to be seen.
  {
    what: 'letters without a shape',
    pattern: /(?<!\u{1f3f4}[\u{e0020}-\u{e007f}]{0,8})[\u{e0000}-\u{e007f}]+|[\u{e0100}-\u{e01ef}]{4,}|[\u202a-\u202e\u2066-\u2069]/gu,
  },
  { what: "a mark of a model's own prompt", pattern: /<\|[a-z_]{2,24}\|>|\[\/?INST\]|<<\/?SYS>>|<(?:start|end)_of_turn>|<\/?s>(?=\s|\[|$)/gi },
]
