/** What a server says of its failure, made fit to be shown. */
import type { Message } from '../../../domain/model.ts'

export const serverMessage = ({ responseBody = '' }: { responseBody?: string }): string => sentenceOf(parsed(responseBody))

/** Null when it is no JSON. */
export const parsed = (json: string): unknown => {
  try {
    return JSON.parse(json)
  } catch {
    return null
  }
}

/** Servers differ: `{error: {message}}`, `{error: "…"}`, `{message}`, `{detail}`. */
export const sentenceOf = (value: unknown): string => {
  if (typeof value === 'string') return value
  if (typeof value !== 'object' || value === null) return ''
  const { error, message, detail } = value as Record<string, unknown>
  return sentenceOf(error ?? message ?? detail)
}

interface Secrets {
  readonly apiKey?: string | undefined
  readonly messages?: readonly Message[]
}

/** One line, short, without control characters and without the key; nothing where the server repeats the prompt. */
export const said = (message: string, { apiKey, messages = [] }: Secrets): string => {
  const line = withoutKey(message, apiKey)
    .replace(/[\p{C}\s]+/gu, ' ')
    .trim()
    .replace(/[.\s]+$/, '')
    .slice(0, 200)
  return line && !repeats(line, messages) ? `: "${line}"` : ''
}

const withoutKey = (text: string, apiKey: string | undefined): string => (apiKey ? text.replaceAll(apiKey, '[key]') : text)

/** Long enough that a server's own words are not mistaken for the prompt's. */
const repeatedCharacters = 24

const repeats = (line: string, messages: readonly Message[]): boolean => {
  const prompt = messages.map(({ content }) => content.replace(/\s+/g, ' ')).join(' ')
  for (let start = 0; start + repeatedCharacters <= line.length; start++) if (prompt.includes(line.slice(start, start + repeatedCharacters))) return true
  return false
}
