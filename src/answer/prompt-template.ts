import { AppError } from '../base/error.ts'

/** The words around what is asked; a file of the user may take the place of ours. */
export interface PromptTemplate {
  /** Goes into traces: the file's name, with a hash where the file is the user's own. */
  readonly version: string
  readonly system: string
  /** Holds the `{{places}}` that its kind needs. */
  readonly user: string
}

/** The places that each kind of prompt must have in its user part. */
const places = {
  answer: ['passages', 'question'],
  across: ['passages', 'question', 'language'],
  translate: ['question', 'language'],
  structured: ['passages', 'question', 'schema'],
  condense: ['history', 'question'],
  suggest: ['passages', 'limit'],
  'test-question': ['sentences', 'language'],
  logs: ['figures'],
  'record-request': ['things', 'history', 'question'],
  'record-sql': ['tables', 'question'],
  'record-words': ['facts', 'question'],
} as const

export type PromptKind = keyof typeof places
export type Prompts = Readonly<Record<PromptKind, PromptTemplate>>
export const promptKinds = Object.keys(places) as readonly PromptKind[]

/** Reads a prompt file: what stands under `# System` and under `# User`. */
export const parsePrompt = (text: string, version: string, kind: PromptKind = 'answer'): PromptTemplate => {
  const match = /^#\s*System\s*\n(?<system>[\s\S]*?)\n#\s*User\s*\n(?<user>[\s\S]*)$/m.exec(text.replaceAll('\r\n', '\n'))
  const { system = '', user = '' } = match?.groups ?? {}
  const wanted = places[kind].map((name) => `{{${name}}}`)
  if (!match || wanted.some((place) => !user.includes(place))) {
    throw new AppError(
      'invalid',
      `The prompt ${version} needs the headings "# System" and "# User", and under the second ${listed(wanted)}. Compare it with prompts/${kind}.v1.md.`,
    )
  }
  return { version, system: system.trim(), user: user.trim() }
}

const listed = (names: readonly string[]): string => (names.length === 1 ? names[0]! : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`)
