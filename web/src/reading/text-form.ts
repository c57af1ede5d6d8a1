/** How a text is shown: as the Markdown it is, letter by letter, in joined lines, or as lines of code. */
export type TextForm = 'markdown' | 'plain' | 'joined' | 'code'

/** HTML, Word files, notebooks and tables were turned into Markdown when they came in; JSON and source code stand as they were written. */
export const textForm = (mediaType: string): TextForm => {
  if (/markdown|mdx|html|wordprocessingml|csv|tab-separated|ipynb/.test(mediaType)) return 'markdown'
  if (mediaType === 'application/pdf') return 'joined'
  return /^application\/jsonl?$|^text\/x-(?!rst$)/.test(mediaType) ? 'code' : 'plain'
}

/** By its name alone, where the type is not told: is this a text whose marks are code, not Markdown? */
export const isCodeName = (source: string): boolean =>
  /\.(?:[cm]?[jt]sx?|py|go|rs|java|kt|scala|swift|rb|php|cs|[ch]|cc|[ch]pp|sh|bash|zsh|ps1|sql|lua|r|tf|hcl|ya?ml|toml|jsonl?|css|proto|graphql)$/i.test(source)
