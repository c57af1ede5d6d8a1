import type { Block } from '../parse/parsed.ts'

export interface Section {
  /** Outermost first; the document's title is left out. */
  readonly headingPath: readonly string[]
  /** Its heading first, where it has one. */
  readonly blocks: readonly Block[]
}

// A heading of more than a line is text in disguise; the chunk holds it in full anyway.
const headingLength = 120

/** A section for each heading, down to the next heading of any level. `fits` says whether a path leaves room for text. */
export const sectionsOf = (blocks: readonly Block[], title: string, fits: (path: readonly string[]) => boolean): Section[] => {
  const sections: { headingPath: readonly string[]; blocks: Block[] }[] = []
  let open: { depth: number; title: string }[] = []
  for (const block of blocks) {
    if (block.kind === 'heading') {
      open = [...open.filter(({ depth }) => depth < block.depth!), { depth: block.depth!, title: block.title!.slice(0, headingLength).toWellFormed() }]
      sections.push({ headingPath: pathOf(open, title, fits), blocks: [block] })
    } else if (sections.length === 0) sections.push({ headingPath: [], blocks: [block] })
    else sections.at(-1)!.blocks.push(block)
  }
  return sections
}

const pathOf = (open: readonly { depth: number; title: string }[], title: string, fits: (path: readonly string[]) => boolean): readonly string[] => {
  const titles = open.map((heading) => heading.title).filter(Boolean)
  let path = titles[0] === title.slice(0, headingLength) ? titles.slice(1) : titles
  while (path.length > 0 && !fits(path)) path = path.slice(1)
  return path
}
