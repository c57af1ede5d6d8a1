import type { Look, SeenFact } from '../look.ts'
import { readProc, readProcIf } from './proc.ts'
import { socketOwners } from './socket-owners.ts'

const listening = '0A'

export const networkLooks: readonly Look[] = [
  {
    name: 'open_ports',
    summary: 'TCP ports that something listens on, with the process where it may be seen, and connections by state',
    how: 'process',
    params: {},
    see: async () => {
      const sockets = [...(await socketsOf('/proc/net/tcp')), ...(await socketsOf('/proc/net/tcp6'))]
      const open = sockets.filter((it) => it.state === listening)
      const owners = await socketOwners(new Set(open.map((it) => it.inode)))
      const facts = new Map<string, SeenFact>()
      for (const { port, address, inode } of open) {
        const labels = { port: String(port), address, process: owners.get(inode) ?? 'unknown' }
        facts.set(`${port} ${address}`, { name: 'is_listening', value: true, labels })
      }
      return {
        facts: [
          ...[...facts.values()].sort((a, b) => Number(a.labels!['port']) - Number(b.labels!['port'])),
          { name: 'established_connections', value: sockets.filter((it) => it.state === '01').length },
          { name: 'time_wait_connections', value: sockets.filter((it) => it.state === '06').length },
          { name: 'close_wait_connections', value: sockets.filter((it) => it.state === '08').length },
        ],
      }
    },
  },
  {
    name: 'network_counters',
    summary: 'Bytes, errors and drops of each network interface since the start, and TCP segments sent again',
    how: 'process',
    params: {},
    see: async () => {
      const rows = (await readProc('/proc/net/dev')).split('\n').flatMap((line) => {
        const match = /^\s*([^\s:]+):\s*(.*)$/.exec(line)
        return match ? [{ device: match[1]!, values: match[2]!.split(/\s+/).map(Number) }] : []
      })
      const snmp = (await readProcIf('/proc/net/snmp')) ?? ''
      return {
        facts: [
          ...rows.flatMap(({ device, values }) => [
            { name: 'received_bytes', value: values[0] ?? null, labels: { device } },
            { name: 'receive_errors', value: (values[2] ?? 0) + (values[3] ?? 0), labels: { device } },
            { name: 'sent_bytes', value: values[8] ?? null, labels: { device } },
            { name: 'send_errors', value: (values[10] ?? 0) + (values[11] ?? 0), labels: { device } },
          ]),
          ...tcpCounters(snmp),
        ],
      }
    },
  },
]

interface Socket {
  readonly port: number
  readonly address: string
  readonly state: string
  readonly inode: string
}

const socketsOf = async (path: string): Promise<Socket[]> =>
  ((await readProcIf(path)) ?? '')
    .split('\n')
    .slice(1)
    .flatMap((line) => {
      const fields = line.trim().split(/\s+/)
      const [address, port] = (fields[1] ?? '').split(':')
      if (!address || !port) return []
      return [{ address: reach(address), port: Number.parseInt(port, 16), state: fields[3]!, inode: fields[9]! }]
    })

/** Who may connect: hexadecimal, little-endian words. */
const reach = (address: string): string => {
  if (/^0+$/.test(address)) return 'any'
  const isLoopback = address.length === 8 ? address.endsWith('7F') : address === `${'0'.repeat(24)}01000000` || /^0{16}FFFF0000[0-9A-F]{6}7F$/.test(address)
  return isLoopback ? 'loopback' : 'one address'
}

const tcpCounters = (snmp: string): SeenFact[] => {
  const [names, values] = snmp
    .split('\n')
    .filter((line) => line.startsWith('Tcp:'))
    .map((line) => line.split(' ').slice(1))
  if (!names || !values) return []
  const counted = (name: string): number | null => (names.includes(name) ? Number(values[names.indexOf(name)]) : null)
  return [
    { name: 'tcp_segments_sent', value: counted('OutSegs') },
    { name: 'tcp_segments_sent_again', value: counted('RetransSegs') },
    { name: 'tcp_resets_sent', value: counted('OutRsts') },
  ]
}
