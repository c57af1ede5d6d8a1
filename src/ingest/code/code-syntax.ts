/** Trees of source code by the grammars that VS Code uses. They are loaded when their first file comes. */
import { fileURLToPath } from 'node:url'
import type { SyntaxNode } from './code-symbols.ts'

interface TreeSitter {
  readonly Parser: {
    new (): { setLanguage(language: object): void; parse(text: string): { readonly rootNode: SyntaxNode; delete(): void } | null; delete(): void }
    init(): Promise<void>
  }
  readonly Language: { load(path: string): Promise<object> }
}

/** What `read` makes of the root; an empty list where there is no tree. The tree is gone afterwards: its memory is not JavaScript's. */
export const readSyntax = async <Item>(text: string, grammar: string, read: (root: SyntaxNode) => Item[]): Promise<Item[]> => {
  const { Parser } = await treeSitter()
  const parser = new Parser()
  try {
    parser.setLanguage(await languageOf(grammar))
    const tree = parser.parse(text)
    if (!tree) return []
    try {
      return read(tree.rootNode)
    } finally {
      tree.delete()
    }
  } finally {
    parser.delete()
  }
}

const folder = '@vscode/tree-sitter-wasm/wasm'

let started: Promise<TreeSitter> | null = null
const treeSitter = (): Promise<TreeSitter> => (started ??= start())

const start = async (): Promise<TreeSitter> => {
  const library = ((await import('@vscode/tree-sitter-wasm')) as unknown as { default: TreeSitter }).default
  await library.Parser.init()
  return library
}

const languages = new Map<string, Promise<object>>()
const languageOf = (grammar: string): Promise<object> => {
  let language = languages.get(grammar)
  if (!language) {
    language = treeSitter().then(({ Language }) => Language.load(fileURLToPath(import.meta.resolve(`${folder}/tree-sitter-${grammar}.wasm`))))
    languages.set(grammar, language)
  }
  return language
}
