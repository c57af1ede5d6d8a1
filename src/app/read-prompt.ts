import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parsePrompt, promptKinds, type PromptKind, type Prompts, type PromptTemplate } from '../answer/prompt-template.ts'
import { sha256 } from '../base/id.ts'

/** All prompts: ours, or the user's files of the same names. */
export const readPrompts = (ownDir: string, userDir?: string): Prompts =>
  Object.fromEntries(promptKinds.map((kind) => [kind, readPrompt(kind, ownDir, userDir)])) as Record<PromptKind, PromptTemplate>

/** The user's own words show in traces as a hash. */
const readPrompt = (kind: PromptKind, ownDir: string, userDir: string | undefined): PromptTemplate => {
  const name = `${kind}.v1`
  const userFile = userDir && join(userDir, `${name}.md`)
  if (userFile && existsSync(userFile)) {
    const text = readFileSync(userFile, 'utf8')
    return parsePrompt(text, `${name}+${sha256(text).slice(0, 8)}`, kind)
  }
  return parsePrompt(readFileSync(join(ownDir, `${name}.md`), 'utf8'), name, kind)
}
