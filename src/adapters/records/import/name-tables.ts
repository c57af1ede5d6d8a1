import { basename, extname } from 'node:path'

/** A table of a file: its name without the ending, in small letters, other signs as `_`. */
export const tableNameOf = (path: string): string =>
  basename(path, extname(path))
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}_]+/gu, '_')
    .replaceAll(/^_+|_+$/g, '')
    .slice(0, 40) || 'rows'

/** English, well enough for names of tables: `users` → `user`, `categories` → `category`, `boxes` → `box`, `addresses` → `address`. */
export const singularOf = (name: string): string => {
  if (/ies$/i.test(name)) return name.replace(/ies$/i, 'y')
  if (/(?:ss|x|ch|sh)es$/i.test(name)) return name.slice(0, -2)
  return /[^s]s$/i.test(name) ? name.slice(0, -1) : name
}

/** Adds `_2`, `_3` … where it is taken, and takes it. PostgreSQL cuts names at 63 bytes; here they are cut so that they stay different. */
export const unusedName = (wanted: string, taken: Set<string>): string => {
  for (let count = 1; ; count++) {
    const end = count === 1 ? '' : `_${count}`
    const name = `${cut(wanted, 63 - end.length)}${end}`
    if (taken.has(name)) continue
    taken.add(name)
    return name
  }
}

const cut = (text: string, bytes: number): string => {
  let kept = text
  while (Buffer.byteLength(kept) > bytes) kept = [...kept].slice(0, -1).join('')
  return kept
}
