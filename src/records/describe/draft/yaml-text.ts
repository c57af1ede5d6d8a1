/** Texts as YAML reads them back unchanged. */
export const yamlText = (text: string): string => (isPlain(text) ? text : JSON.stringify(text))

const isPlain = (text: string): boolean =>
  /^\p{L}(?:[\p{L}\p{N}_ .'-]*[\p{L}\p{N}_?])?$/u.test(text) && !/^(true|false|null|yes|no|on|off|y|n|inf|nan)$/i.test(text)

export const yamlList = (texts: readonly string[]): string => `[${texts.map(yamlText).join(', ')}]`

export const yamlMap = (entries: readonly (readonly [string, string])[]): string => `{ ${entries.map(([key, value]) => `${key}: ${value}`).join(', ')} }`

/** One line, so that nothing in it is read as more than a comment. */
export const yamlComment = (text: string): string => (text === '' ? '' : ` # ${text.replaceAll(/[\s\p{C}]+/gu, ' ').trim()}`)
