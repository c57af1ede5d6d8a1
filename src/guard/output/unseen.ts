import type { Edit } from './edits.ts'

/** Control characters (a terminal obeys some), signs without a shape, directions of writing, halves of pairs: none of them belongs in an answer. What joins letters and pictures (U+200C, U+200D, U+FE0F) stays. */
export const unseen = (text: string): Edit[] =>
  [...text.matchAll(sign)].map((match) => ({ start: match.index, end: match.index + match[0].length, put: /^\p{Cs}/u.test(match[0]) ? '\ufffd' : '' }))

const sign =
  // eslint-disable-next-line no-control-regex
  /(?:\u001b|\u009b)(?:\[[\d;?]*[@-~]|\][^\u0007\u001b]{0,500}(?:\u0007|\u001b\\)|[@-Z\\-_])?|[\u0000-\u0008\u000b-\u001f\u007f-\u009f]|\u00ad|\u061c|\u180e|[\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]|\p{Cs}/gu
