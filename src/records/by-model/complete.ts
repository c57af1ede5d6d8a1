import { fill } from '../../base/fill.ts'
import { sha256 } from '../../base/id.ts'
import type { JsonSchema, Usage } from '../../domain/model.ts'
import type { TaskModel } from '../../domain/task.ts'

/** System and user text of a prompt; `{{places}}` are filled in one pass. */
export interface PromptText {
  readonly version: string
  readonly system: string
  readonly user: string
}

export interface Completed {
  readonly text: string
  /** Who wrote it, of a chain. */
  readonly model: string
  /** Null where it did not say. */
  readonly usage: Usage | null
  readonly isWhole: boolean
}

// A token is hardly ever longer; a model that does not keep to its limit is not read for ever.
const longestToken = 12

/** One prompt, one text. Fails as the model does. */
export const complete = async (
  { generator, temperature, maxTokens }: TaskModel,
  prompt: PromptText,
  values: Readonly<Record<string, string>>,
  options: { readonly schema?: JsonSchema; readonly mostTokens: number },
  signal?: AbortSignal,
): Promise<Completed> => {
  const most = Math.min(maxTokens, options.mostTokens)
  const messages = [
    { role: 'system', content: prompt.system },
    { role: 'user', content: fill(prompt.user, values) },
  ] as const
  let text = ''
  for await (const part of generator.stream(messages, { maxTokens: most, temperature, schema: options.schema }, signal)) {
    if (part.type === 'finish') return { text, model: part.model ?? generator.id, usage: part.usage, isWhole: part.reason === 'stop' }
    text += part.text
    if (text.length > most * longestToken) break
  }
  return { text, model: generator.id, usage: null, isWhole: false }
}

/** Words of somebody else for a prompt, between marks that they cannot hold: these are made of the words themselves. */
export const asData = (name: string, text: string): string => {
  const mark = sha256(text).slice(0, 8)
  return `<${name} ${mark}>\n${text}\n</${name} ${mark}>`
}
