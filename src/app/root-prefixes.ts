import { basename, dirname, resolve } from 'node:path'

/** What goes in front of each root's paths: nothing for a single root, else its name with as many parents as make it the only one. */
export const rootPrefixes = (paths: readonly string[]): ReadonlyMap<string, string> => {
  const roots = new Map(paths.map((path) => [path, resolve(path)]))
  if (new Set(roots.values()).size < 2) return new Map(paths.map((path) => [path, '']))
  return new Map(paths.map((path) => [path, `${shortestName(roots.get(path)!, [...new Set(roots.values())])}/`]))
}

const shortestName = (root: string, all: readonly string[]): string => {
  for (let parts = 1; ; parts++) {
    const name = lastParts(root, parts)
    if (all.filter((other) => lastParts(other, parts) === name).length < 2) return name
  }
}

const lastParts = (path: string, count: number): string =>
  count === 1 || dirname(path) === path ? basename(path) : `${lastParts(dirname(path), count - 1)}/${basename(path)}`
