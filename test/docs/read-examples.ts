/** The examples of a handbook page, as its reader meets them: commands to type, what they print, settings files. */
import { fromMarkdown } from 'mdast-util-from-markdown'

export interface Example {
  /** 1-based line in the page. */
  readonly line: number
  readonly language: string
  readonly text: string
  /** Why it is read but not run (`<!-- not run: needs a server of your own -->` right before it); null when it is run. */
  readonly notRun: string | null
  /** The block that shows what it prints: the next `text` or `json` block, when no other example stands between. */
  readonly output: { readonly language: string; readonly text: string } | null
}

export interface Page {
  readonly examples: readonly Example[]
  /** Every piece of inline code. */
  readonly codes: readonly string[]
}

export const readPage = (markdown: string): Page => {
  const { children } = fromMarkdown(markdown)
  const examples: Example[] = []
  let notRun: string | null = null
  for (const node of children) {
    if (node.type === 'html') notRun = /^<!-- not run: (.+) -->$/.exec(node.value)?.[1] ?? null
    if (node.type !== 'code') continue
    const language = node.lang ?? ''
    const last = examples.at(-1)
    if ((language === 'text' || language === 'json') && last && isRun(last) && !last.output && node.meta !== 'example') {
      examples[examples.length - 1] = { ...last, output: { language, text: node.value } }
    } else examples.push({ line: node.position!.start.line, language, text: node.value, notRun, output: null })
    notRun = null
  }
  return { examples, codes: [...markdown.replace(/```[\s\S]*?```/g, '').matchAll(/`([^`\n]+)`/g)].map((match) => match[1]!) }
}

const isRun = ({ language, notRun }: Example): boolean => language === 'sh' && notRun === null
