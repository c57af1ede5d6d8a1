/** Prompts that begin alike: providers keep their reading of the beginning for a while, and bill a tenth to a half for it. */
import type { LanguageModelV4CallOptions } from '@ai-sdk/provider'
import { sha256 } from '../../../base/id.ts'
import type { Message } from '../../../domain/model.ts'

export interface PromptPrefix {
  /** Names system text and passages without telling them. */
  readonly hash: string
  /** In characters, the system text included. */
  readonly length: number
  /** Place of the message that it ends in, and how far into it. */
  readonly message: number
  readonly end: number
}

/** Remembers which beginnings were sent in the last minutes. */
export interface SeenPrefixes {
  /** Whether it was sent before, within the time that a provider keeps it. Now it was. */
  seen(hash: string): boolean
}

export type KeepPrefix = (options: LanguageModelV4CallOptions, prefix: PromptPrefix, prefixes: SeenPrefixes) => LanguageModelV4CallOptions

/** Null where no message says what others begin with as well. */
export const prefixOf = (messages: readonly Message[]): PromptPrefix | null => {
  const message = messages.findIndex(({ sharedLength }) => sharedLength !== undefined)
  if (message < 0) return null
  const end = messages[message]!.sharedLength!
  const text = [...messages.slice(0, message).map(({ content }) => content), messages[message]!.content.slice(0, end)].join('\0')
  return { hash: sha256(text), length: text.length, message, end }
}

// Anthropic and OpenAI keep what is read again within five minutes.
const keptMs = 5 * 60_000
const mostSeen = 1_000

export const seenPrefixes = (now: () => number): SeenPrefixes => {
  const sentAt = new Map<string, number>()
  return {
    seen: (hash) => {
      const before = sentAt.get(hash)
      // The newest stands last.
      sentAt.delete(hash)
      sentAt.set(hash, now())
      if (sentAt.size > mostSeen) sentAt.delete(sentAt.keys().next().value!)
      return before !== undefined && now() - before < keptMs
    },
  }
}

// Anthropic keeps nothing shorter than 1,024 tokens (https://platform.claude.com/docs/en/build-with-claude/prompt-caching).
const leastCharacters = 4_000

/**
 * Anthropic keeps what a mark ends. To put it there costs a quarter more than to read it, to find it again nine tenths less: so it is marked
 * from the second time on that it is sent.
 */
export const markedPrefix: KeepPrefix = (options, { hash, length, message, end }, prefixes) => {
  if (!prefixes.seen(hash) || length < leastCharacters) return options
  const prompt = options.prompt.map((it, index) => {
    if (index !== message || it.role !== 'user') return it
    const [part] = it.content
    if (part?.type !== 'text') return it
    const kept = { type: 'text' as const, text: part.text.slice(0, end), providerOptions: { anthropic: { cacheControl: { type: 'ephemeral' } } } }
    const rest = part.text.slice(end)
    return { ...it, content: rest === '' ? [kept] : [kept, { type: 'text' as const, text: rest }] }
  })
  return { ...options, prompt }
}

/** OpenAI keeps what it likes by itself; prompts of one key go to the machine that has their beginning. */
export const keyedPrefix: KeepPrefix = (options, { hash }) => ({
  ...options,
  providerOptions: { ...options.providerOptions, openai: { ...options.providerOptions?.['openai'], promptCacheKey: hash.slice(0, 32) } },
})
