/** Text that any XML 1.0 reader takes, whatever stands in it. */

// What XML 1.0 cannot hold, escaped or not: control characters but tab, line feed and carriage return, halves of a pair, U+FFFE and U+FFFF.
const unfit = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\t': '&#9;', '\n': '&#10;', '\r': '&#13;' }

const fit = (text: string): string => text.toWellFormed().replace(unfit, '\uFFFD')

/** Between tags. `>` too, or `]]>` would end a section that never began. */
export const xmlText = (text: string): string => fit(text).replace(/[&<>\r]/g, (it) => escapes[it]!)

/** Between double quotes. A reader would make spaces of line ends. */
export const xmlAttribute = (text: string): string => fit(text).replace(/[&<>"\t\n\r]/g, (it) => escapes[it]!)
