export const formats = ['plain', 'timed', 'syslog', 'klog', 'access', 'json', 'logfmt', 'docker', 'cri'] as const
export type Format = (typeof formats)[number]

/** What stands before the message of a line. Reused from line to line. */
export interface Header {
  format: Format
  /** NaN where the line bears no time; in milliseconds. */
  at: number
  hasStamp: boolean
  hasZone: boolean
  hasYear: boolean
  /** Place in `severities`, or -1 where the line does not say. */
  rank: number
  /** Who wrote it: `bytes[componentStart…componentEnd)`, empty where the line does not say. */
  componentStart: number
  componentEnd: number
  messageStart: number
}

export const emptyHeader = (): Header => ({
  format: 'plain',
  at: NaN,
  hasStamp: false,
  hasZone: false,
  hasYear: true,
  rank: -1,
  componentStart: 0,
  componentEnd: 0,
  messageStart: 0,
})

export const setComponent = (header: Header, start: number, end: number): void => {
  if (header.componentEnd > header.componentStart) return
  header.componentStart = start
  header.componentEnd = end
}
