import type { Seen } from './seen.ts'

/** What documents are searched for: the question without the ids, which stand in none. */
export const documentQuestionOf = ({ asking, ids }: Seen): string => {
  let plain = asking.text
  for (const { words } of ids) plain = plain.replace(words, ' ')
  return plain
    .replace(/\b(?:number|no\.|id)\b(?=\s*(?:$|[?.!,]))/gi, ' ')
    .replace(/#(?=\s|$|\p{P})/gu, ' ')
    .replace(/\s+/g, ' ')
    .replace(/\s+([?.!,])/g, '$1')
    .trim()
}
