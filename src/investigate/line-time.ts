/** When a line was written, as far as its beginning says it: RFC 3339, `2026/11/23 14:03:11` (nginx), or syslog's `Nov 23 14:03:11`; null where it does not. Without a zone it is this machine's. */
export const lineTime = (line: string, now: Date): Date | null => {
  const head = line.slice(0, 80)
  const full = /\b(\d{4})[-/](\d{2})[-/](\d{2})[T ](\d{2}:\d{2}:\d{2})(?:[.,]\d+)?(Z|[+-]\d{2}:?\d{2})?/.exec(head)
  if (full) return valid(`${full[1]}-${full[2]}-${full[3]}T${full[4]}${zone(full[5])}`)
  const access = /\[(\d{2})\/([A-Z][a-z]{2})\/(\d{4}):(\d{2}:\d{2}:\d{2}) ([+-]\d{4})\]/.exec(line.slice(0, 200))
  if (access) return valid(`${access[3]}-${month(access[2]!)}-${access[1]}T${access[4]}${zone(access[5])}`)
  const syslog = /^(?:<\d+>)?([A-Z][a-z]{2}) {1,2}(\d{1,2}) (\d{2}:\d{2}:\d{2})/.exec(head)
  if (!syslog) return null
  const time = valid(`${now.getUTCFullYear()}-${month(syslog[1]!)}-${syslog[2]!.padStart(2, '0')}T${syslog[3]}`)
  // It says no year: one that lies months ahead was last year's.
  return time && time.getTime() > now.getTime() + 40 * 86_400_000 ? new Date(Date.UTC(time.getUTCFullYear() - 1, time.getUTCMonth(), time.getUTCDate())) : time
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const month = (name: string): string => String(months.indexOf(name) + 1).padStart(2, '0')
const zone = (given: string | undefined): string => (given === undefined ? '' : given.length === 5 ? `${given.slice(0, 3)}:${given.slice(3)}` : given)

const valid = (text: string): Date | null => {
  const time = new Date(text)
  return Number.isNaN(time.getTime()) ? null : time
}
