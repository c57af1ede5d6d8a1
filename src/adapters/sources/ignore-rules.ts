import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import ignore, { type Ignore } from 'ignore'

/** The `.gitignore` files that hold for one folder, outermost first. */
export type IgnoreRules = readonly { readonly folder: string; readonly rules: Ignore }[]

/** Adds what the folder itself says. `folder` is a POSIX path relative to the root, empty for the root. */
export const withRulesOf = async (above: IgnoreRules, root: string, folder: string): Promise<IgnoreRules> => {
  const text = await readFile(join(root, folder, '.gitignore'), 'utf8').catch(() => null)
  return text === null ? above : [...above, { folder, rules: ignore().add(text) }]
}

/** The innermost file that has an opinion decides, as in git. */
export const isIgnored = (levels: IgnoreRules, path: string, isFolder: boolean): boolean => {
  for (const { folder, rules } of levels.toReversed()) {
    const verdict = rules.test(path.slice(folder === '' ? 0 : folder.length + 1) + (isFolder ? '/' : ''))
    if (verdict.ignored) return true
    if (verdict.unignored) return false
  }
  return false
}
