const longest = 60

/** Readable, from a title or a question; `fitCases` makes it the only one of its kind. */
export const caseId = (text: string): string => {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
  return [...words.join('-')].slice(0, longest).join('') || 'case'
}

/** As the name of a suite has to be. */
export const suiteName = (text: string): string => {
  const plain = text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+/, '')
    .slice(0, 40)
    .replace(/-+$/, '')
  return plain === '' ? 'imported' : plain
}
