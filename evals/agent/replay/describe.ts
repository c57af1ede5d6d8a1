/** Text of `kubectl describe` as a tree, by its indentation. */

export interface Entry {
  readonly key: string
  /** After the colon; empty where lines below say it. */
  readonly value: string
  readonly below: readonly Entry[]
}

export const parseDescribe = (text: string): Entry[] => {
  const lines = text.split('\n').filter((line) => line.trim() !== '' && !/^(stdout|stderr):\s*$/.test(line))
  const build = (from: number, indent: number): { entries: Entry[]; next: number } => {
    const entries: Entry[] = []
    let at = from
    while (at < lines.length) {
      const line = lines[at]!
      const own = line.search(/\S/)
      if (own < indent) break
      const { entries: below, next } = build(at + 1, own + 1)
      const [, key, value] = /^\s*([^:]+?):\s*(.*)$/.exec(line) ?? [null, line.trim(), '']
      entries.push({ key: key!, value: /^\s*[^:]+:\s/.test(line) || line.trim().endsWith(':') ? value! : '', below })
      at = next
    }
    return { entries, next: at }
  }
  return build(0, 0).entries
}

export const find = (entries: readonly Entry[], key: string): Entry | null => entries.find((it) => it.key === key) ?? null
export const valueOf = (entries: readonly Entry[], key: string): string | null => {
  const value = find(entries, key)?.value
  return value === undefined || value === '' || value === '<none>' ? null : value
}

export interface EventRow {
  readonly type: string
  readonly reason: string
  readonly count: number
  readonly secondsAgo: number
  readonly message: string
}

const seconds = (age: string): number => {
  const units: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 }
  return [...age.matchAll(/(\d+)([smhd])/g)].reduce((sum, [, count, unit]) => sum + Number(count) * units[unit!]!, 0)
}

/** `Warning  BackOff  3m19s (x256 over 58m)  kubelet  Back-off …`: columns are two spaces apart. */
export const eventsBelow = (text: string): EventRow[] =>
  text.split('\n').flatMap((line) => {
    const cells = line.trim().split(/\s{2,}/)
    if (!['Normal', 'Warning'].includes(cells[0]!) || cells.length < 5) return []
    const [type, reason, age, , ...message] = cells as [string, string, string, string, ...string[]]
    const times = /\(x(\d+)/.exec(age)
    return [{ type, reason, count: times ? Number(times[1]) : 1, secondsAgo: seconds(age.split(' ')[0]!), message: message.join('  ') }]
  })
