/** The address where it is plain http or https, else null: `javascript:`, `data:`, relative paths and the rest stay text. */
export const webLink = (url: string): string | null => {
  if (!/^https?:\/\//i.test(url)) return null
  return URL.canParse(url) ? new URL(url).href : null
}
