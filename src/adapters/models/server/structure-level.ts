import type { Message, JsonSchema } from '../../../domain/model.ts'
import type { CallError } from './upstream-error.ts'

/** How a schema is asked for: by the server's own means for schemas, by its means for JSON, or by words alone. */
export const structureLevels = ['strict', 'json', 'prompt'] as const
export type StructureLevel = (typeof structureLevels)[number]

/** The next weaker way after the server refused this one; null when the error is about something else, or nothing is left. */
export const weakerLevel = (level: StructureLevel, error: unknown): StructureLevel | null => {
  const { statusCode = 0, responseBody = '' } = error as CallError
  const refused = [400, 404, 415, 422, 501].includes(statusCode) && aboutStructure.test(responseBody)
  return (refused && structureLevels[structureLevels.indexOf(level) + 1]) || null
}

/** True when the server knows no such parameter at all, so that it need not be tried with another schema. */
export const refusesForGood = (error: unknown): boolean => unknownParameter.test((error as CallError).responseBody ?? '')

const aboutStructure = /response_format|json_schema|json_object|output_config|output_format|structured.?output|tool_choice|\btools?\b|grammar|schema/i
const unknownParameter = /unsupported|not supported|unknown|unrecogni[sz]ed|not permitted|not allowed|unexpected|extra inputs/i

/** Where no server holds the model to the schema it is told in words, at the end, where models heed it most. */
export const withSchemaInWords = (messages: readonly Message[], schema: JsonSchema): Message[] => [
  ...messages.slice(0, -1),
  ...messages.slice(-1).map((last) => ({
    ...last,
    content: `${last.content}\n\nReply with one JSON value that follows this JSON Schema, and with nothing else:\n${JSON.stringify(schema)}`,
  })),
]

/** The JSON without the code fence that models put around it when they are merely told to write JSON. */
export const withoutFence = (text: string): string => /^\s*```[a-z]*\s*\n([\s\S]*?)\n?\s*```\s*$/i.exec(text)?.[1] ?? text
