import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import ignore, { type Ignore } from 'ignore'

/** What `.gitignore` and `.answerableignore` files say that holds for one folder, outermost first. */
export type IgnoreRules = readonly { readonly folder: string; readonly rules: Ignore }[]

// The second has the last word: what git keeps and nobody asks about, or the other way round.
export const ignoreFiles: readonly string[] = ['.gitignore', '.answerableignore']

/** Adds what the folder itself says. `folder` is a POSIX path relative to the root, empty for the root. */
export const withRulesOf = async (above: IgnoreRules, root: string, folder: string): Promise<IgnoreRules> => {
  const texts = await Promise.all(ignoreFiles.map((name) => readFile(join(root, folder, name), 'utf8').catch(() => null)))
  return [...above, ...texts.flatMap((text) => (text === null ? [] : [{ folder, rules: ignore().add(text) }]))]
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
