/** Rows that a quote has cut out of a Markdown table, as a table again; whole tables stay as they are. */
export const wholeTables = (markdown: string): string => {
  const blocks: { isTable: boolean; lines: string[] }[] = []
  for (const line of markdown.split('\n')) {
    const isTable = /^\s*\||(?<!\\)\|\s*$/.test(line)
    const last = blocks.at(-1)
    if (last?.isTable === isTable) last.lines.push(line)
    else blocks.push({ isTable, lines: [line] })
  }
  // A blank line, because a table takes the line below it for a row.
  return blocks.map(({ isTable, lines }, index) => (isTable ? `${index > 0 ? '\n' : ''}${tableOf(lines).join('\n')}\n` : lines.join('\n'))).join('\n')
}

const tableOf = (lines: readonly string[]): string[] => {
  const rows = lines.filter((line) => !isRule(line))
  const head = rows[0]
  return head === undefined ? [] : [head, `|${'---|'.repeat(cellCount(head))}`, ...rows.slice(1)]
}

const isRule = (line: string): boolean => /^[\s|:-]*-[\s|:-]*$/.test(line)

const cellCount = (row: string): number =>
  row
    .trim()
    .replaceAll(/^\||(?<!\\)\|$/g, '')
    .split(/(?<!\\)\|/).length
