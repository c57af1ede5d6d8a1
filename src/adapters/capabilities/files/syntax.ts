import { extname, basename } from 'node:path'
import { LineCounter, parseAllDocuments } from 'yaml'

export interface Syntax {
  readonly kind: 'json' | 'yaml' | 'toml' | 'ini' | 'nginx' | 'unknown'
  /** 1-based; null where it holds together. */
  readonly faultLine: number | null
}

/** By the name of the file. Read only: no program is asked, as `nginx -t` opens what the file names. */
export const syntaxOf = (path: string, text: string): Syntax => {
  const kind = kindOf(path)
  return { kind, faultLine: kind === 'unknown' ? null : checks[kind](text) }
}

const kindOf = (path: string): Syntax['kind'] => {
  const kinds: Readonly<Record<string, Syntax['kind']>> = {
    '.json': 'json',
    '.yaml': 'yaml',
    '.yml': 'yaml',
    '.toml': 'toml',
    '.ini': 'ini',
    '.cnf': 'ini',
    '.service': 'ini',
  }
  const known = kinds[extname(path).toLowerCase()]
  if (known) return known
  return /nginx/.test(path) && (path.endsWith('.conf') || basename(path) === 'default') ? 'nginx' : 'unknown'
}

const json = (text: string): number | null => {
  try {
    JSON.parse(text)
    return null
  } catch (error) {
    const at = /position (\d+)/.exec((error as Error).message)?.[1]
    return at === undefined ? text.split('\n').length : lineOf(text, Number(at))
  }
}

const yaml = (text: string): number | null => {
  const lines = new LineCounter()
  const documents = parseAllDocuments(text, { lineCounter: lines, prettyErrors: false })
  const fault = ('empty' in documents ? [] : documents).flatMap((it) => it.errors)[0]
  return fault ? lines.linePos(fault.pos[0]).line : null
}

/** Sections, keys and comments; values as they are, and what goes on in the next line (brackets, triple quotes) is not looked into. */
const assignments =
  (key: RegExp) =>
  (text: string): number | null => {
    let open: string | null = null
    for (const [index, raw] of text.split('\n').entries()) {
      const line = raw.trim()
      if (open !== null) {
        if (line.includes(open)) open = null
        continue
      }
      if (line === '' || /^[#;]/.test(line)) continue
      if (line.startsWith('[')) {
        if (!/^\[{1,2}[^[\]]+\]{1,2}\s*(?:[#;].*)?$/.test(line)) return index + 1
        continue
      }
      if (!key.test(line)) return index + 1
      const value = line.slice(line.indexOf('=') + 1).trim()
      const quote = /^("""|''')/.exec(value)?.[1]
      if (quote && value.indexOf(quote, 3) < 0) open = quote
      else if (/^\[[^\]]*$/.test(value)) open = ']'
    }
    return null
  }

/** Words, quotes, `;` and braces in pairs, as nginx reads them; what directives mean is not known here. */
const nginx = (text: string): number | null => {
  const open: number[] = []
  let quote: string | null = null
  let quotedAt = 0
  let hasWords = false
  let wordsAt = 1
  let line = 1
  for (let index = 0; index < text.length; index++) {
    const letter = text[index]!
    if (letter === '\n') line++
    if (quote !== null) {
      if (letter === '\\') index++
      else if (letter === quote) quote = null
      continue
    }
    if (letter === '#' && /\s|^$/.test(text[index - 1] ?? '')) {
      index = text.indexOf('\n', index) - 1
      if (index < 0) break
    } else if ((letter === '"' || letter === "'") && /\s|^$/.test(text[index - 1] ?? '')) {
      quote = letter
      quotedAt = line
      hasWords = true
    } else if (letter === '$' && text[index + 1] === '{') {
      index = Math.max(index, text.indexOf('}', index))
    } else if (letter === '\\') {
      index++
    } else if (letter === '{') {
      if (!hasWords) return line
      open.push(line)
      hasWords = false
    } else if (letter === ';') {
      if (!hasWords) return line
      hasWords = false
    } else if (letter === '}') {
      if (hasWords) return wordsAt
      if (open.pop() === undefined) return line
    } else if (!/\s/.test(letter)) {
      if (!hasWords) wordsAt = line
      hasWords = true
    }
  }
  if (quote !== null) return quotedAt
  return hasWords ? wordsAt : (open.pop() ?? null)
}

const lineOf = (text: string, offset: number): number => text.slice(0, offset).split('\n').length

const checks: Readonly<Record<Exclude<Syntax['kind'], 'unknown'>, (text: string) => number | null>> = {
  json,
  yaml,
  toml: assignments(/^(?:"[^"]*"|'[^']*'|[\w-]+)(?:\s*\.\s*(?:"[^"]*"|'[^']*'|[\w-]+))*\s*=\s*\S/),
  ini: assignments(/^[^\s=:[\]][^=:]*(?:[=:].*)?$/),
  nginx,
}
