import { lookBack, type Kind } from './kind.ts'

/** What stood before lines of a kind: each template once for a line, however often it stood there; most frequent first. */
export const precededBy = ({ before, looked, number }: Kind, templateOf: (cluster: number) => string) => {
  const own = templateOf(number)
  const seen = new Map<string, { readonly template: string; count: number; line: number }>()
  for (let line = 0; before && line < looked; line++) {
    let last = -1
    for (const cluster of before.subarray(line * lookBack, (line + 1) * lookBack)) {
      if (cluster < 0 || cluster === last) continue
      last = cluster
      const template = templateOf(cluster)
      if (template === own) continue
      const known = seen.get(template)
      if (!known) seen.set(template, { template, count: 1, line })
      else if (known.line !== line) [known.count, known.line] = [known.count + 1, line]
    }
  }
  return [...seen.values()].map(({ template, count }) => ({ template, count })).sort((a, b) => b.count - a.count)
}
