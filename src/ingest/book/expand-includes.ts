import { limits } from '../parse/limits.ts'
import { linesWanted } from './include-lines.ts'

export interface Expanded {
  readonly text: string
  readonly notes: readonly string[]
}

/** The text of a file by its path from the root; null when there is none. Fails with the sentence that says why it is not read. */
export type ReadSibling = (path: string) => Promise<string | null>

// mdBook stops at ten as well. A page of many includes each of many more would grow without end.
const deepest = 10
const mostIncludes = 500

// mdBook's `{{#include file:2:10}}`, which a backslash takes literally, and GitBook's `{% include "file" %}`.
const directive =
  /(?<literal>\\)?\{\{\s*#(?<name>include|rustdoc_include|playground|title)\s+(?<what>[^}\n]+?)\s*\}\}|\{%-?\s*include\s+"(?<page>[^"\n]+)"\s*-?%\}/g

export const mayInclude = (text: string): boolean => /\{\{\s*#|\{%-?\s*include/.test(text)

/**
 * A page of a book with the files that it includes in their place, once: that text is stored and cited.
 * Files lie inside the root; what leads elsewhere, in a circle or to nothing is left out, and told.
 */
export const expandIncludes = async (text: string, path: string, read: ReadSibling): Promise<Expanded> => {
  const notes: string[] = []
  let count = 0
  let length = text.length

  const contentOf = async (what: string, from: string, open: readonly string[]): Promise<string> => {
    const { file, lines } = splitTarget(what)
    const target = resolvePath(from, file)
    const refuse = (reason: string): string => {
      notes.push(`It includes "${file}", ${reason}.`)
      return ''
    }
    if (target === null) return refuse('which lies outside of this folder and was not read')
    if (isPrivate(target)) return refuse('which is hidden and was not read')
    if (open.includes(target)) return refuse('which includes it in turn')
    if (open.length > deepest || ++count > mostIncludes) return refuse('beyond what one page may include')
    const content = await read(target).catch((error: Error) => refuse(`which was not read. ${error.message.replace(/\.$/, '')}`))
    if (content === null) return refuse('which is not there')
    const wanted = linesWanted(content, lines)
    if (wanted === null) return refuse(`which has no part "${lines}"`)
    length += wanted.length
    if (length > limits.textLength) return refuse('beyond what one page may hold')
    return expand(wanted, target, [...open, target])
  }

  const expand = async (part: string, from: string, open: readonly string[]): Promise<string> => {
    let expanded = ''
    let at = 0
    for (const match of part.matchAll(directive)) {
      const { literal, name, what, page } = match.groups!
      expanded += part.slice(at, match.index)
      at = match.index + match[0].length
      if (literal) expanded += match[0].slice(1)
      else if (page) expanded += await contentOf(page, from, open)
      else if (name === 'playground') expanded += `\`\`\`rust\n${(await contentOf(what!.split(/\s/)[0]!, from, open)).trimEnd()}\n\`\`\``
      else if (name !== 'title') expanded += (await contentOf(what!, from, open)).replace(/\n$/, '')
    }
    return expanded + part.slice(at)
  }

  return { text: await expand(text, path, [path]), notes }
}

/** `src/main.rs:2:10` or `src/main.rs:setup`: a file, and which of its lines. */
const splitTarget = (what: string): { file: string; lines: string } => {
  const colon = what.includes('://') ? -1 : what.indexOf(':')
  return colon < 0 ? { file: what, lines: '' } : { file: what.slice(0, colon), lines: what.slice(colon + 1) }
}

/** Of a path as a page writes it, from the root; null when it leads out of it. */
const resolvePath = (from: string, target: string): string | null => {
  if (/^(?:[a-z]+:|\/|\\)/i.test(target)) return null
  const parts = from.split('/').slice(0, -1)
  for (const part of target.split('/')) {
    if (part === '..' && parts.pop() === undefined) return null
    if (part !== '..' && part !== '.' && part !== '') parts.push(part)
  }
  return parts.join('/')
}

/** Secrets lie in hidden files. GitBook keeps what pages share in a hidden folder of its own. */
const isPrivate = (path: string): boolean => path.split('/').some((part, index) => part.startsWith('.') && !(index === 0 && part === '.gitbook'))
