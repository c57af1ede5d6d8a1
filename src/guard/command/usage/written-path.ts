/**
 * How a written path may be read, `//` and `.` taken out: as it stands, and, where it climbs out of the working folder,
 * from the root as well, since that may be where it arrives. Null where `..` follows a name: by a link it leads anywhere.
 */
export const readingsOf = (path: string): readonly string[] | null => {
  const segments = path.split('/').filter((it) => it !== '' && it !== '.')
  const isRooted = path.startsWith('/')
  const named = segments.findIndex((it) => it !== '..')
  const climbs = isRooted ? 0 : named < 0 ? segments.length : named
  const rest = segments.slice(climbs)
  if (rest.includes('..')) return null
  const plain = (isRooted ? '/' : '') + segments.join('/')
  const mayBeRoot = climbs > 1 || (climbs === 1 && rest.length > 0)
  return mayBeRoot ? [plain, `/${rest.join('/')}`] : [plain]
}

/** Where a path leads if there are no links on its way; `..` at the root stays there. */
export const resolved = (path: string): string => {
  const folders: string[] = []
  for (const segment of path.split('/')) {
    if (segment === '..') folders.pop()
    else if (segment !== '' && segment !== '.') folders.push(segment)
  }
  return (path.startsWith('/') ? '/' : '') + folders.join('/')
}
