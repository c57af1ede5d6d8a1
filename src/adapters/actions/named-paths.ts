import { posix } from 'node:path'
import { AppError } from '../../base/error.ts'

/**
 * Absolute paths that an argument may mean, normalised: the whole of it, or what stands in it behind a short option or a sign that no name
 * needs (`--config=/p`, `-c/p`, `file:///p`, `@/p`, `/p:/q`). More than are meant, as programs differ: whether there is such a file is asked
 * afterwards. Fails with `invalid` where there are too many to ask for, or one holds `..`.
 */
export const namedPaths = (argument: string): string[] => {
  const starts = [...argument.matchAll(pathStart)].map((it) => it.index + it[0].length)
  const ends = [...argument.matchAll(separator)].map((it) => it.index)
  if (starts.length * (ends.length + 1) > mostCandidates)
    throw new AppError('invalid', 'An argument holds too many signs beside paths to tell which files it names. Hand them on as arguments of their own.')
  const found = starts.flatMap((start) => [...ends.filter((end) => end > start), argument.length].map((end) => argument.slice(start, end)))
  // Where it leads depends on the links before it.
  if (found.some((it) => it.split('/').includes('..'))) throw new AppError('invalid', 'A path in an argument holds "..". Write it out without.')
  return [...new Set(found.map((it) => posix.resolve('/', it)))]
}

const separator = /[^A-Za-z0-9._/+%~-]/g
/** At the beginning or behind a separator, with a short option between them at most. */
const pathStart = /(?:^|(?<=[^A-Za-z0-9._/+%~-]))(?:-[^/]*?)?(?=\/)/g
const mostCandidates = 1_000
