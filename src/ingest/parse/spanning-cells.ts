import type { Element, Nodes, Root } from 'hast'

// A browser stops there too; a hostile page asks for a billion.
const mostCells = 1000

/** A cell that spans rows is written into each of them, because Markdown has no such cells and a row is read alone. */
export const repeatSpanningCells = (page: Root): Root => {
  for (const table of tablesOf(page)) repeatIn(rowsOf(table))
  return page
}

interface Waiting {
  readonly cell: Element
  rows: number
}

const repeatIn = (rows: readonly Element[]): void => {
  const waiting = new Map<number, Waiting>()
  for (const row of rows) {
    const cells = row.children.filter((child): child is Element => child.type === 'element')
    if (waiting.size === 0 && cells.every((cell) => cell.properties.rowSpan === undefined && cell.properties.colSpan === undefined)) continue
    const filled: Element[] = []
    let column = 0
    const takeWaiting = (): void => {
      for (let above = waiting.get(column); above; above = waiting.get(column)) {
        filled.push(structuredClone(above.cell))
        if (--above.rows === 0) waiting.delete(column)
        column += spanOf(above.cell, 'colSpan')
      }
    }
    for (const cell of cells) {
      takeWaiting()
      const rowSpan = Math.min(mostCells, spanOf(cell, 'rowSpan'))
      const once: Element = { ...cell, properties: { ...cell.properties, rowSpan: undefined, colSpan: spanOf(cell, 'colSpan') } }
      if (rowSpan > 1) waiting.set(column, { cell: once, rows: rowSpan - 1 })
      filled.push(once)
      column += spanOf(cell, 'colSpan')
    }
    takeWaiting()
    row.children = filled
  }
}

const spanOf = (cell: Element, name: 'rowSpan' | 'colSpan'): number => Math.max(1, Math.min(mostCells, Number(cell.properties[name]) || 1))

export function* tablesOf(node: Nodes): Generator<Element> {
  const open: Nodes[] = [node]
  for (let next = open.pop(); next; next = open.pop()) {
    if (next.type === 'element' && next.tagName === 'table') yield next
    if ('children' in next) for (let index = next.children.length - 1; index >= 0; index--) open.push(next.children[index]!)
  }
}

/** Its own rows, not those of a table within a cell. */
export const rowsOf = (table: Element): Element[] =>
  table.children.flatMap((child) =>
    child.type !== 'element' ? [] : child.tagName === 'tr' ? [child] : /^t(?:head|body|foot)$/.test(child.tagName) ? rowsOf(child) : [],
  )
