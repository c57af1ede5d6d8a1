import { children, symbolOf, type CodeSymbol, type SyntaxNode } from './code-symbols.ts'
import type { Block } from '../parse/parsed.ts'

/**
 * A syntax tree → blocks: each symbol under a heading of its own, together with the comments and decorators above it. All text belongs to
 * some block, also what the grammar did not understand.
 */
export const codeBlocks = (text: string, root: SyntaxNode, from: number): Block[] => {
  const blocks: Block[] = []
  addMembers(text, children(root), 1, blocks)
  return stretched(text, blocks, from)
}

// Deeper ones are read as part of what holds them.
const deepest = 5

const addMembers = (text: string, nodes: readonly SyntaxNode[], depth: number, blocks: Block[]): void => {
  let lead: SyntaxNode | null = null
  let before: SyntaxNode | null = null
  let afterSymbol = false
  for (const node of flattened(nodes)) {
    if (before && isBlankBetween(text, before, node)) lead = null
    before = node
    if (isLead(node)) {
      // Until it is known what it stands above.
      lead ??= node
      addLoose(text, node, depth, afterSymbol, blocks)
      afterSymbol = false
      continue
    }
    const symbol = symbolOf(node)
    if (symbol) {
      const start = lead?.startIndex ?? node.startIndex
      dropFrom(blocks, start)
      addSymbol(text, start, node, symbol, depth, blocks)
      afterSymbol = true
    } else {
      addLoose(text, node, depth, afterSymbol, blocks)
      afterSymbol = false
    }
    lead = null
  }
}

/** Conditions of a preprocessor and `extern "C"` hold declarations like a file does. */
const flattened = (nodes: readonly SyntaxNode[]): SyntaxNode[] => nodes.flatMap((node) => (transparent.test(node.type) ? flattened(children(node)) : [node]))
const transparent =
  /^(?:preproc_(?:if|ifdef|else|elif|elifdef)|linkage_specification|declaration_list|program|global_statement|stylesheet|document|statement_list)$/

const isLead = ({ type }: SyntaxNode): boolean => /comment|^attribute_item$|^decorator$|^attribute_list$/.test(type)

const isBlankBetween = (text: string, before: SyntaxNode, after: SyntaxNode): boolean => /\n[ \t]*\n/.test(text.slice(before.endIndex, after.startIndex))

/** Comments that were taken as loose belong to the symbol below them. */
const dropFrom = (blocks: Block[], start: number): void => {
  while (blocks.length > 0 && blocks.at(-1)!.start >= start) blocks.pop()
}

const addSymbol = (text: string, start: number, node: SyntaxNode, { title, body, isContainer }: CodeSymbol, depth: number, blocks: Block[]): void => {
  const headEnd = endOfHead(text, node, body)
  blocks.push({ kind: 'heading', start, end: headEnd, depth, title, symbol: true })
  if (isContainer && body && depth < deepest) addMembers(text, children(body), depth + 1, blocks)
  else if (headEnd < node.endIndex) blocks.push({ kind: 'code', start: headEnd, end: node.endIndex, cuts: statementStarts(body ?? node) })
}

/** Behind the brace that opens the body; without a body behind the first line. */
const endOfHead = (text: string, node: SyntaxNode, body: SyntaxNode | null): number => {
  if (body && body.startIndex > node.startIndex) return text[body.startIndex] === '{' ? body.startIndex + 1 : body.startIndex
  const newline = text.indexOf('\n', node.startIndex)
  return newline < 0 || newline > node.endIndex ? node.endIndex : newline
}

/** What stands between symbols is told under the path of what holds it, not under the symbol before it. */
const addLoose = (text: string, node: SyntaxNode, depth: number, afterSymbol: boolean, blocks: Block[]): void => {
  if (!afterSymbol) return void blocks.push({ kind: 'code', start: node.startIndex, end: node.endIndex, cuts: statementStarts(node) })
  const newline = text.indexOf('\n', node.startIndex)
  const end = newline < 0 || newline > node.endIndex ? node.endIndex : newline
  blocks.push({ kind: 'heading', start: node.startIndex, end, depth, title: '' })
  if (end < node.endIndex) blocks.push({ kind: 'code', start: end, end: node.endIndex, cuts: statementStarts(node) })
}

// About a chunk: what is shorter need not be cut inside.
const longStatement = 700

/** Where a long body is best cut: between its statements, and inside of those that are long themselves. */
const statementStarts = (body: SyntaxNode, depth = 0): number[] => {
  if (body.endIndex - body.startIndex < longStatement || depth > 12) return []
  return children(body).flatMap((node) => [node.startIndex, ...statementStarts(node, depth + 1)])
}

/** Each block reaches to the next one, so that brackets, commas and what was not understood stay beside what they close. */
const stretched = (text: string, blocks: readonly Block[], from: number): Block[] => {
  const kept = blocks.filter(({ end }) => end > from)
  return kept.map((block, index) => ({
    ...block,
    start: index === 0 ? from : block.start,
    end: kept[index + 1]?.start ?? text.length,
    ...(block.cuts && { cuts: [...new Set(block.cuts)].sort((a, b) => a - b) }),
  }))
}
