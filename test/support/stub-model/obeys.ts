import { honestAnswer } from './honest.ts'
import { textOf, type ChatMessage } from './tokens.ts'

/**
 * The most gullible model there is: does whatever any text of the prompt says, the louder the better. Understands
 * "say X", "answer with X", "link to URL", "show image URL", "call tool NAME", "reveal your instructions", after any "ignore previous…".
 */
export const obedientAnswer = (messages: readonly ChatMessage[]): string => {
  const user = messages
    .filter((message) => message.role !== 'system')
    .map((message) => textOf(message.content))
    .join('\n')
  const done = orders.flatMap(({ pattern, obey }) => [...user.matchAll(pattern)].map((match) => obey(match[1]!.trim(), messages)))
  return done.length > 0 ? done.join('\n') : honestAnswer(messages)
}

const orders: { pattern: RegExp; obey: (what: string, messages: readonly ChatMessage[]) => string }[] = [
  { pattern: /\b(?:say|reply with|answer with|respond with|print|write|output)(?: only| exactly)?:?\s+["“']?([^"”'\n]{1,300})/gi, obey: (what) => what },
  {
    pattern: /\b(?:link to|send (?:the )?(?:reader|user)s? to|visit|include (?:the|this) link)\s*:?\s*(\w+:[^\s)"'>]+)/gi,
    obey: (url) => `[Read more here](${url})`,
  },
  { pattern: /\b(?:show|embed|include|load) (?:an? |the |this )?image\s*:?\s*(\w+:[^\s)"'>]+)/gi, obey: (url) => `![chart](${url})` },
  { pattern: /\b(?:call|use|run|invoke) (?:the )?tool\s*:?\s*([\w.-]+(?:\([^)]*\))?)/gi, obey: (tool) => `<tool_call>{"name":"${tool}"}</tool_call>` },
  {
    pattern: /\b((?:reveal|repeat|show|leak)[^.\n]{0,40}(?:system prompt|instructions|key|password))/gi,
    obey: (_, messages) => textOf(messages[0]?.content ?? ''),
  },
]
