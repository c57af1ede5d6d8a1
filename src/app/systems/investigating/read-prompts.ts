import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '../../../base/error.ts'
import { sha256 } from '../../../base/id.ts'
import { promptNames, type PromptName, type PromptText, type PromptTexts } from '../../../investigate/prompts.ts'

/** The prompts of investigations: ours, or the user's files of the same names. Fails with `invalid` for a file without the two headings. */
export const readInvestigationPrompts = (ownDir: string, userDir?: string): PromptTexts =>
  Object.fromEntries(promptNames.map((name) => [name, readPrompt(name, ownDir, userDir)])) as Record<PromptName, PromptText>

const readPrompt = (name: PromptName, ownDir: string, userDir: string | undefined): PromptText => {
  const file = `${name}.v1.md`
  const userFile = userDir && join(userDir, file)
  const isUsers = userFile !== undefined && existsSync(userFile)
  const text = readFileSync(isUsers ? userFile : join(ownDir, file), 'utf8')
  const { system, user } = /^#\s*System\s*\n(?<system>[\s\S]*?)\n#\s*User\s*\n(?<user>[\s\S]*)$/m.exec(text.replaceAll('\r\n', '\n'))?.groups ?? {}
  if (system === undefined || user === undefined) throw new AppError('invalid', `The prompt ${file} needs the headings "# System" and "# User".`)
  return { version: isUsers ? `${name}.v1+${sha256(text).slice(0, 8)}` : `${name}.v1`, system: system.trim(), user: user.trim() }
}
