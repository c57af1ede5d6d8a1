import type { Span } from '../../domain/document.ts'

// Words may begin a paragraph with "Import" or "export"; a statement of JavaScript looks like one of these.
const statement =
  /^(?:import\s*(?:["'{*]|[\w$]+(?:\s*,[^\n]*)?\s+from\s*["'])|export\s+(?:default|const|let|var|function|async|class|type|interface)\b|export\s*[{*])/

/** The imports and exports of an MDX page, and the page with spaces in their place, so that all offsets stay. */
export const maskModules = (text: string, from: number): { masked: string; modules: Span[] } => {
  const modules: Span[] = []
  let fence = ''
  let open: { start: number; depth: number } | null = null
  let end = from
  let afterBlank = true
  for (const line of text.slice(from).split('\n')) {
    const start = end
    end += line.length + 1
    const mark = /^\s*(`{3,}|~{3,})/.exec(line)?.[1]
    if (!open && mark && (fence === '' || mark.startsWith(fence))) fence = fence === '' ? mark : ''
    if (!open && fence === '' && afterBlank && statement.test(line)) open = { start, depth: 0 }
    if (open) {
      open.depth += depthOf(line)
      const lineEnd = Math.min(start + line.length, text.length)
      // A statement ends with its brackets; more of them may follow without a blank line.
      if (open.depth <= 0) {
        modules.push({ start: open.start, end: lineEnd })
        open = null
      }
      afterBlank = true
    } else afterBlank = line.trim() === ''
  }
  return {
    masked: modules.reduceRight((masked, { start, end: to }) => masked.slice(0, start) + text.slice(start, to).replace(/[^\n]/g, ' ') + masked.slice(to), text),
    modules,
  }
}

const depthOf = (line: string): number => {
  const code = line.replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`|\/\/.*$/g, '')
  return (code.match(/[{([]/g)?.length ?? 0) - (code.match(/[})\]]/g)?.length ?? 0)
}
