import { textOf, type ChatMessage } from './tokens.ts'

export interface NumberedPassage {
  number: number
  text: string
}

export interface ReadPrompt {
  passages: NumberedPassage[]
  question: string
}

/**
 * Finds the numbered passages and the question in whatever layout a prompt has: our own (`=== mark passage [1] Title`),
 * elements with a number (`<passage id="1">…</passage>`), or blocks that start with `[1]`.
 */
export const readPrompt = (messages: readonly ChatMessage[]): ReadPrompt => {
  const all = messages.map((message) => textOf(message.content)).join('\n\n')
  const lastUser = textOf(messages.findLast((message) => message.role === 'user')?.content ?? '')
  return { passages: readPassages(all), question: readQuestion(lastUser) }
}

const readPassages = (text: string): NumberedPassage[] => {
  const marked = [...text.matchAll(/^=== (\w+) passage \[(\d+)\][^\n]*\n([\s\S]*?)(?=^=== \1 )/gm)]
  const found = marked.length > 0 ? marked : [...text.matchAll(element)]
  return found.length > 0 ? found.map((match) => ({ number: Number(match[2]), text: match[3]!.trim() })) : readBlocks(text)
}

const element = /<(passage|source|document|chunk)\b[^>]*?\b(?:id|n|number|index)=["']?\[?(\d+)\]?["']?[^>]*>([\s\S]*?)<\/\1>/gi

const readBlocks = (text: string): NumberedPassage[] => {
  const body = text.split(/\n(?:Question|QUESTION)\s*:/)[0]!
  return [...body.matchAll(/^\[(\d+)\][ \t]*([\s\S]*?)(?=^\[\d+\]|$(?![\s\S]))/gm)].map((match) => ({ number: Number(match[1]), text: match[2]!.trim() }))
}

const readQuestion = (user: string): string => {
  const tagged = /<question>([\s\S]*?)<\/question>/i.exec(user)?.[1]
  const labelled = user.split(/(?:^|\n)#*\s*(?:Question|QUESTION)\s*:?\s*\n?/).at(-1)
  const outside = user
    .replace(element, '')
    .trim()
    .split(/\n\s*\n/)
    .at(-1)
  return (tagged ?? (labelled !== user ? labelled : outside) ?? '').trim()
}
