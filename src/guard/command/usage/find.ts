/** find: an expression, not options. Tests and printing only; what runs, deletes or writes to files is not in the lists. */
import { faultOf, quoted } from './kinds.ts'
import { resolved } from './written-path.ts'

// With those of BSD and Solaris that GNU's refuses.
const alone = new Set(
  (
    '( ) ! , -a -o -and -or -not -print -print0 -ls -prune -quit -depth -d -mount -xdev -noleaf -daystart -follow -empty -executable -readable -writable ' +
    '-warn -nowarn -ignore_readdir_race -noignore_readdir_race -true -false -nouser -nogroup -local -version'
  ).split(' '),
)
/** With any value: find takes exactly the next word, and a wrong one is its error. */
const withValue = new Set(
  (
    '-newermt -newerat -newerct -newerBt -fstype -user -group -type -xtype -regextype -context -maxdepth -mindepth -mtime -atime -ctime -mmin -amin -cmin -uid -gid ' +
    '-links -inum -used -size -perm -printf'
  ).split(' '),
)
/** With names and paths, which may be those of secrets. */
const withPlace = new Set(
  '-path -ipath -wholename -iwholename -name -iname -lname -ilname -regex -iregex -newer -anewer -cnewer -mnewer -samefile -f'.split(' '),
)
const leading = /^-(?:[HLPEsx]|O[0-3])$/

export const judgeFind = (args: readonly string[]): string | null => {
  let at = args.findIndex((it) => !leading.test(it))
  if (at < 0) return null
  const starts: string[] = []
  for (; at < args.length && !/^[-!(),]/.test(args[at]!); at++) starts.push(args[at]!)
  const tests: (readonly [name: string, value: string])[] = []
  for (const start of starts) {
    const fault = faultOf('place', start)
    if (fault) return fault
  }
  while (at < args.length) {
    const name = args[at++]!
    // Every find reads its whole expression first, and ends with an error at a word that is no test.
    if (/^[^-(!),]/.test(name)) continue
    const takesValue = withValue.has(name) || withPlace.has(name)
    if (!takesValue && !alone.has(name)) return `${quoted(name)} is not among the tests that are known to only read.`
    const value = takesValue ? args[at++] : ''
    if (value === undefined) return `${name} lacks its value.`
    const fault = valueFault(name, value)
    if (fault) return fault
    tests.push([name, value])
  }
  return searchFault(tests, starts)
}

const valueFault = (name: string, value: string): string | null => {
  if (name === '-printf') return printfFault(value)
  return withPlace.has(name) ? faultOf('place', value) : null
}

/** Escapes may steer a terminal; those of lines and columns do not. */
const printfFault = (format: string): string | null =>
  /\\(?![nt\\0])|\\0(?!00)\d/.test(format) ? 'its format holds escapes that may steer the terminal.' : null

const isEverywhere = (start: string): boolean => /^\/(?:etc)?$/.test(resolved(start))

const asksForAllToWrite = (mode: string): boolean => {
  const [, mark, bits] = /^([-/+]?)([0-7]+)$/.exec(mode) ?? []
  if (bits !== undefined) return mark !== '' && (Number.parseInt(bits, 8) & 0o002) !== 0
  return /(?:^|[-/+,])[ug]*[oa][ugoa]*[-+=][^,]*w/.test(mode)
}

/** Of searches that only read, those by which intruders find where to go on. */
const searchFault = (tests: readonly (readonly [name: string, value: string])[], starts: readonly string[]): string | null => {
  const has = (name: string, isMeant: (value: string) => boolean = () => true): boolean => tests.some((it) => it[0] === name && isMeant(it[1]))
  if (has('-nouser') && has('-nogroup')) return 'it looks for files that belong to nobody, to be taken over.'
  if (!starts.some(isEverywhere)) return null
  if (has('-writable')) return 'it looks through the system for what it may change.'
  return has('-perm', asksForAllToWrite) && has('-type', (type) => type.includes('d'))
    ? 'it looks through the system for folders that everybody may write to.'
    : null
}
