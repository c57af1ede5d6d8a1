/**
 * Text without the markup that says nothing: link targets, table rulers, tags of layout, comments, GitBook's marks, padding.
 * For models, which would spend tokens on it (a padded table ruler weighs as much as a page); never for quotes or offsets.
 * Line by line and with no mark that could span lines but comments, so that parts cleaned alone are the whole cleaned.
 */
export const readableForm = (text: string): string =>
  text
    .replace(/<!--[^]*?-->|\{\/\*[^]*?\*\/\}/g, ' ')
    .replace(/\{%-?[^%\n]*?(?:title="([^"\n]*)"[^%\n]*)?%\}/g, (_, title: string | undefined) => title ?? '')
    .replace(/!?\[([^[\]\n]*)\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?:[ \t]+"[^"\n]*")?\)/g, '$1')
    .replace(/^:{3,}[ \t]*(?:\w+\b)?/gm, '')
    .replace(component, (_, attributes: string | undefined) => sayings(attributes ?? ''))
    .replace(layoutTag, (tag) => ` ${/\balt="([^"\n]*)"/.exec(tag)?.[1] ?? ''} `)
    .replace(/^[ \t]*(?:[-=_*~][ \t]*){3,}$|^[ \t]*\|?[ \t]*:?-[-:| \t]*$/gm, '')
    .replace(/([-=_*#~.])\1{4,}/g, '$1$1$1')
    .replace(/[ \t]{2,}/g, ' ')
    .replace(/\n{3,}/g, '\n\n')
    .trim()

// Others stay: `<instance>` in a command is a placeholder that means something.
const layoutTag =
  /<\/?(?:a|abbr|b|br|center|code|details|div|em|figcaption|figure|font|h[1-6]|hr|i|img|kbd|li|mark|ol|p|picture|pre|small|source|span|strong|sub|summary|sup|table|tbody|td|th|thead|tr|u|ul|video)(?:\s[^<>\n]*)?\/?>/gi

// Of MDX: `<Tab title="npm">`, `<Card />`, `</Tabs>`. A bare `<Name>` may be a placeholder.
const component = /<\/[A-Z][\w.]*>|<[A-Z][\w.]*(?=[^<>\n]*[=/])([^<>\n]*)>/g

/** What attributes tell a reader. */
const sayings = (attributes: string): string =>
  ` ${[...attributes.matchAll(/\b(?:title|label|alt|caption|description|summary)="([^"\n]*)"/g)].map(([, words]) => words).join(' ')} `
