/** Words from outside as they may be shown: on a terminal, in a page, to a reader without tools. */

const mostLine = 2000
const mostName = 300

/** One line, masked, without terminal escapes and marks that cannot be seen. */
export const shownLine = (text: string, mask: (text: string) => string): string => cut(mask(plain(text.slice(0, 4 * mostLine))), mostLine)

export const shownName = (text: string, mask: (text: string) => string): string => cut(mask(plain(text.slice(0, 4 * mostName))), mostName)

// OSC and the other strings of ECMA-48 with their ends, CSI and two-letter escapes, then single controls, and format characters (bidirectional marks, zero width).
// oxlint-disable-next-line no-control-regex
const escapes = /\u001b[\]PX^_][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[\u001b\u009b]\[?[0-?]*[ -/]*[@-~]/g
const plain = (text: string): string =>
  text
    .replace(escapes, '')
    .replace(/[\t\r\n]+/g, ' ')
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, '')
    .trimEnd()

const cut = (text: string, most: number): string => (text.length > most ? `${text.slice(0, most - 1)}…` : text)
