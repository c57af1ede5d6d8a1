import type { Block } from '../parse/parsed.ts'

/** Code without a grammar: parts begin at a line without indentation behind a blank line, and are headed by what they declare. */
export const plainCodeBlocks = (text: string, from: number): Block[] => {
  const starts = [from, ...[...text.slice(from).matchAll(/\n[ \t]*\n(?=[^\s})\]])/g)].map((match) => from + match.index + match[0].length)]
  let headed = false
  return starts.flatMap((start, index): Block[] => {
    const end = starts[index + 1] ?? text.length
    const title = declarationIn(text.slice(start, Math.min(end, start + 4_000)))
    const wasHeaded = headed
    headed = title !== ''
    if (!headed && !wasHeaded) return [{ kind: 'code', start, end }]
    const newline = text.indexOf('\n', start)
    const headEnd = newline < 0 || newline > end ? end : newline
    const heading: Block = { kind: 'heading', start, end: headEnd, depth: 1, title }
    return text.slice(headEnd, end).trim() !== '' ? [heading, { kind: 'code', start: headEnd, end }] : [{ ...heading, end }]
  })
}

const modifiers =
  '(?:(?:public|private|internal|protected|open|final|abstract|sealed|static|async|suspend|override|inline|export|pub|data|case|local|default|mutating|create|or|replace|if|not|exists|temporary|unique)\\s+)*'
const kinds =
  'fun|func|function|def|defp|defmodule|class|interface|protocol|struct|enum|trait|object|extension|actor|message|service|rpc|type|input|union|scalar|schema|resource|data|variable|output|module|provider|locals|procedure|table|view|index|trigger|FROM|stage|task|target|sub|package'

const declaration = new RegExp(`^${modifiers}(?:${kinds})\\b[ \\t]*[^\\n{=;]{0,80}`, 'im')
const makeTarget = /^[\w./-]+(?=\s*:(?!=))/m

/** The first line that declares something; comments above it are no declaration. Empty where nothing is declared. */
const declarationIn = (part: string): string => {
  const line = part.split('\n').find((it) => it.trim() !== '' && !/^\s*(?:\/\/|#(?!\[)|--|\/?\*|;|@)/.test(it)) ?? ''
  if (/^\s/.test(line)) return ''
  return (declaration.exec(line)?.[0] ?? makeTarget.exec(line)?.[0] ?? '').replace(/\(.*$/, '').replace(/\s+/g, ' ').trim()
}
