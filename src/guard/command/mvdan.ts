/** The first parser: mvdan/sh, Go made JavaScript. */
import type { Piece, ShellParser, Word } from './words.ts'

interface Node {
  readonly Pos: () => { readonly Offset: () => number }
  readonly End: () => { readonly Offset: () => number }
}
interface WordPart extends Node {
  readonly Value?: string
  readonly Dollar?: boolean
  readonly Parts?: readonly WordPart[]
}
interface Statement extends Node {
  readonly Negated: boolean
  readonly Background: boolean
  readonly Coprocess: boolean
  readonly Redirs: readonly unknown[] | null
  readonly Comments: readonly unknown[] | null
  readonly Cmd: { readonly Assigns: readonly unknown[] | null; readonly Args: readonly (Node & { readonly Parts: readonly WordPart[] })[] } | null
}
interface Syntax {
  NodeType(node: unknown): string
  KeepComments(keep: boolean): unknown
  NewParser(...options: unknown[]): { Parse(text: string, name: string): { readonly Stmts: readonly Statement[]; readonly Last: readonly unknown[] | null } }
}

/** Loads the library, once. It leaves a global `require` behind, which is taken away again. */
export const openMvdan = async (): Promise<ShellParser> => {
  const hadRequire = 'require' in globalThis
  // @ts-expect-error It has no types; what is used of it is `Syntax` above.
  const library = (await import('mvdan-sh')) as unknown as { default: { syntax: Syntax } }
  if (!hadRequire) Reflect.deleteProperty(globalThis, 'require')
  const { syntax } = library.default
  const parser = syntax.NewParser(syntax.KeepComments(true))
  return (text) => {
    try {
      return readFile(syntax, parser.Parse(text, ''))
    } catch {
      return { why: 'the shell would not accept it' }
    }
  }
}

const none = (list: readonly unknown[] | null): boolean => (list?.length ?? 0) === 0

const readFile = (syntax: Syntax, file: ReturnType<ReturnType<Syntax['NewParser']>['Parse']>): ReturnType<ShellParser> => {
  if (file.Stmts.length !== 1 || !none(file.Last)) return { why: 'it is not exactly one command' }
  const statement = file.Stmts[0]!
  if (statement.Negated || statement.Background || statement.Coprocess) return { why: 'the command is negated or sent to the background' }
  if (!none(statement.Redirs)) return { why: 'it redirects input or output' }
  if (!none(statement.Comments)) return { why: 'it carries a comment' }
  const command = statement.Cmd
  if (!command || syntax.NodeType(command) !== 'CallExpr') return { why: 'it is more than one simple command' }
  if (!none(command.Assigns)) return { why: 'it sets variables' }
  const words: Word[] = []
  for (const argument of command.Args) {
    const pieces = piecesOf(syntax, argument.Parts)
    if (!pieces) return { why: 'the shell would put something else in the place of its words' }
    words.push({ start: argument.Pos().Offset(), end: argument.End().Offset(), pieces })
  }
  return { words }
}

const piecesOf = (syntax: Syntax, parts: readonly WordPart[]): Piece[] | null => {
  const pieces: Piece[] = []
  for (const part of parts) {
    const type = syntax.NodeType(part)
    const quotes = type === 'Lit' ? 'none' : type === 'SglQuoted' ? 'single' : type === 'DblQuoted' ? 'double' : null
    if (!quotes || part.Dollar) return null
    const inner = part.Parts ?? []
    if (quotes === 'double' && inner.some((it) => syntax.NodeType(it) !== 'Lit')) return null
    const written = quotes === 'double' ? inner.map((it) => it.Value).join('') : part.Value!
    const before = pieces.at(-1)
    if (quotes === 'none' && before?.quotes === 'none') pieces[pieces.length - 1] = { quotes, written: before.written + written }
    else pieces.push({ quotes, written })
  }
  return pieces
}
