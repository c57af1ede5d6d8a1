/**
 * What strangers wrote into rows, on one line that stays text wherever it is shown: no client of Markdown (CommonMark 0.31, GFM) or HTML makes a
 * link, a picture, a tag, code or another cell of it, and no sign that cannot be seen turns it round. Reads as before; ids, amounts and e-mail
 * addresses are untouched. Twice is once.
 */
export const harmlessText = (text: string): string =>
  text
    // The signs that cannot be seen go first: they could stand between those that are looked for below.
    .replace(/\p{Cf}+/gu, '')
    .replace(/[\s\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim()
    .replace(/[`*~|]/g, (sign) => alike[sign]!)
    // A tag, an address in `< >` or a comment begins right behind it.
    .replace(/<(?=[\p{L}/!?\\])/gu, '< ')
    .replace(/\](?=[([:])/g, '] ')
    .replace(/:(?=\\*\/\\*\/)/g, ': ')
    .replace(/(?<![\p{L}\p{N}])(www)(?=\\*\.)/giu, '$1 ')
    // `&#58;` and `&lt;` become the sign that they name.
    .replace(/&(?=#|\p{L}[\p{L}\p{N}]*;)/gu, '& ')

/** The same to a reader, and nothing to Markdown. */
const alike: Readonly<Record<string, string>> = { '`': '‘', '*': '∗', '~': '∼', '|': '¦' }
