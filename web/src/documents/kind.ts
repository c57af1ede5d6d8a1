import type { DocumentSummary } from '../api/types.ts'

/** What a person would call it: of prose its language, of code the language it is written in. */
export const kindOf = ({ media_type, language }: Pick<DocumentSummary, 'media_type' | 'language'>): string =>
  formats[media_type] ?? codeName(media_type) ?? languageName(language)

const formats: Readonly<Record<string, string>> = {
  'application/json': 'JSON',
  'application/jsonl': 'JSON lines',
  'text/csv': 'Table',
  'text/tab-separated-values': 'Table',
}

const codeName = (mediaType: string): string | null => {
  const name = /^text\/x-(?!rst$)(.+)$/.exec(mediaType)?.[1]
  return name ? (codeNames[name] ?? name[0]!.toUpperCase() + name.slice(1)) : null
}

// Those that are not written with one capital.
const codeNames: Readonly<Record<string, string>> = {
  javascript: 'JavaScript',
  typescript: 'TypeScript',
  tsx: 'TypeScript',
  php: 'PHP',
  sql: 'SQL',
  hcl: 'HCL',
  yaml: 'YAML',
  toml: 'TOML',
  css: 'CSS',
  html: 'HTML',
  csharp: 'C#',
  cpp: 'C++',
  proto: 'Protobuf',
}

const names = new Intl.DisplayNames('en', { type: 'language', fallback: 'code' })

const languageName = (code: string): string => {
  try {
    return names.of(code) ?? code
  } catch {
    return code
  }
}
