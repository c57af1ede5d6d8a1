/** A name as PostgreSQL reads it unchanged: capitals, spaces and its own words included. */
export const quoteName = (name: string): string => `"${name.replaceAll('"', '""')}"`

export const quoteText = (text: string): string => {
  const quoted = `'${text.replaceAll("'", "''")}'`
  return text.includes('\\') ? ` E${quoted.replaceAll('\\', '\\\\')}` : quoted
}

/** One line of a comment: what stands in it can begin no statement. */
export const quoteComment = (text: string): string => `-- ${text.replaceAll(/[\s\p{C}]+/gu, ' ')}`

/** The body of a `do` block. */
export const quoteBody = (body: string): string => {
  let tag = '$answerable$'
  while (body.includes(tag)) tag = `${tag.slice(0, -1)}_$`
  return `${tag}${body}${tag}`
}
