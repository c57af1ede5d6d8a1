/**
 * Offset behind the string that opens at `start`; -1 where it never ends. By search and not by pattern:
 * a regular expression keeps its way back for every character, and fails on strings of many megabytes.
 */
export const jsonStringEnd = (text: string, start: number): number => {
  for (let at = text.indexOf('"', start + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    let slashes = 0
    while (text[at - 1 - slashes] === '\\' && at - 1 - slashes > start) slashes++
    if (slashes % 2 === 0) return at + 1
  }
  return -1
}
