import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parsePrompt, type PromptTemplate } from '../answer/prompt-template.ts'
import { sha256 } from '../base/id.ts'

/** Ours, or the user's file of the same name; the user's own words show in traces as a hash. */
export const readPrompt = (name: string, ownDir: string, userDir: string | undefined): PromptTemplate => {
  const userFile = userDir && join(userDir, `${name}.md`)
  if (userFile && existsSync(userFile)) {
    const text = readFileSync(userFile, 'utf8')
    return parsePrompt(text, `${name}+${sha256(text).slice(0, 8)}`)
  }
  return parsePrompt(readFileSync(join(ownDir, `${name}.md`), 'utf8'), name)
}
