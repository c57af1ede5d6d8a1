import { AppError } from '../base/error.ts'

/** The words around passages and question; a file of the user may take the place of ours. */
export interface PromptTemplate {
  /** Goes into traces: the file's name, with a hash where the file is the user's own. */
  readonly version: string
  readonly system: string
  /** Holds `{{passages}}` and `{{question}}`. */
  readonly user: string
}

/** Reads a prompt file: what stands under `# System` and under `# User`. */
export const parsePrompt = (text: string, version: string): PromptTemplate => {
  const match = /^#\s*System\s*\n(?<system>[\s\S]*?)\n#\s*User\s*\n(?<user>[\s\S]*)$/m.exec(text.replaceAll('\r\n', '\n'))
  const { system = '', user = '' } = match?.groups ?? {}
  const missing = ['{{passages}}', '{{question}}'].filter((name) => !user.includes(name))
  if (!match || missing.length > 0) {
    throw new AppError(
      'invalid',
      `The prompt ${version} needs the headings "# System" and "# User", and under the second {{passages}} and {{question}}. Compare it with prompts/answer.v1.md.`,
    )
  }
  return { version, system: system.trim(), user: user.trim() }
}

/** In one pass, so that braces inside passages or question stay what they are. */
export const fill = (template: string, values: Readonly<Record<'passages' | 'question', string>>): string =>
  template.replace(/\{\{(passages|question)\}\}/g, (_, name: 'passages' | 'question') => values[name])
