/** The second parser: tree-sitter with the grammar of bash, in WebAssembly. */
import { fileURLToPath } from 'node:url'
import type { Piece, ShellParser, Word } from './words.ts'

interface SyntaxNode {
  readonly type: string
  readonly text: string
  readonly startIndex: number
  readonly endIndex: number
  readonly hasError: boolean
  readonly isMissing: boolean
  readonly children: readonly (SyntaxNode | null)[]
}
interface Parser {
  setLanguage(language: object): void
  parse(text: string): { readonly rootNode: SyntaxNode; delete(): void } | null
}
interface TreeSitter {
  readonly Parser: { new (): Parser; init(): Promise<void> }
  readonly Language: { load(path: string): Promise<object> }
}

export const openTreeSitter = async (): Promise<ShellParser> => {
  const { Parser, Language } = ((await import('@vscode/tree-sitter-wasm')) as unknown as { default: TreeSitter }).default
  await Parser.init()
  const parser = new Parser()
  parser.setLanguage(await Language.load(fileURLToPath(import.meta.resolve('@vscode/tree-sitter-wasm/wasm/tree-sitter-bash.wasm'))))
  return (text) => {
    try {
      // The tree's memory is not JavaScript's.
      const tree = parser.parse(text)
      if (!tree) return unparsed
      try {
        return readRoot(tree.rootNode)
      } finally {
        tree.delete()
      }
    } catch {
      return unparsed
    }
  }
}

const unparsed = { why: 'the shell would not accept it' }

const readRoot = (root: SyntaxNode): ReturnType<ShellParser> => {
  if (root.hasError) return unparsed
  const [command, ...others] = root.children
  if (!command || others.length > 0 || command.type !== 'command') return { why: 'it is not exactly one simple command' }
  const words: Word[] = []
  for (const [index, child] of command.children.entries()) {
    const node = index === 0 ? nameOf(child) : child
    const pieces = node && piecesOf(node)
    if (!pieces) return { why: 'the shell would put something else in the place of its words' }
    words.push({ start: node.startIndex, end: node.endIndex, pieces })
  }
  return { words }
}

const nameOf = (node: SyntaxNode | null): SyntaxNode | null => (node?.type === 'command_name' && node.children.length === 1 ? node.children[0]! : null)

const piecesOf = (node: SyntaxNode): Piece[] | null => {
  if (node.isMissing) return null
  const parts = node.type === 'concatenation' ? node.children : [node]
  const pieces: Piece[] = []
  for (const part of parts) {
    const piece = part && pieceOf(part)
    if (!piece) return null
    const before = pieces.at(-1)
    if (piece.quotes === 'none' && before?.quotes === 'none') pieces[pieces.length - 1] = { quotes: 'none', written: before.written + piece.written }
    else pieces.push(piece)
  }
  return pieces
}

const pieceOf = ({ type, text, children }: SyntaxNode): Piece | null => {
  // Within `${…}` and the like a number has children.
  if (type === 'word' || type === '$' || (type === 'number' && children.length === 0)) return { quotes: 'none', written: text }
  if (type === 'raw_string') return { quotes: 'single', written: text.slice(1, -1) }
  const isPlain = children.every((child) => child && (child.type === 'string_content' || child.type === '"' || child.type === '$'))
  return type === 'string' && isPlain ? { quotes: 'double', written: text.slice(1, -1) } : null
}
