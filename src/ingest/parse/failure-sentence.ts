/** What a status means for a person who wanted the page. `from` is the page that named it. */
export const failureSentence = (status: number, from: string | null): string => {
  const named = from === null ? '' : ` ${from} links to it.`
  if (status === 404 || status === 410) return `There is no such page (${status}).${named}`
  if (status === 401 || status === 403 || status === 407) return `The server does not show it to everybody (${status}).${named}`
  if (status === 429) return 'The server is asked too often (429). Try again later.'
  if (status >= 500) return `The server failed (${status}). Try again later.`
  return `The server answered with status ${status}.${named}`
}
