import { Counter, Gauge, type Registry } from 'prom-client'
import { asSystem } from '../../../domain/call.ts'
import type { WatchingGauges } from '../../../domain/metrics.ts'

/** `onUnread`: a figure that could not be read at a scrape is left out. Watches are as many as the systems file names. */
export const watchMetrics = (registry: Registry, watching: WatchingGauges, onUnread: (name: string) => void): void => {
  new Gauge({
    name: 'answerable_incidents_open',
    help: 'Incidents that are not resolved',
    registers: [registry],
    async collect() {
      this.reset()
      await asSystem(() => watching.unresolved()).then(
        (count) => this.set(count),
        () => onUnread('incidents_open'),
      )
    },
  })
  const looks = {
    runs: ['watch_looks_total', 'Looks of a watch'],
    failures: ['watch_failures_total', 'Looks of a watch that saw nothing, or less than all'],
  } as const
  for (const figure of ['runs', 'failures'] as const) {
    const [name, help] = looks[figure]
    new Counter({
      name: `answerable_${name}`,
      help,
      labelNames: ['watch'],
      registers: [registry],
      async collect() {
        this.reset()
        const all = await asSystem(() => watching.watches()).catch(() => onUnread(name))
        for (const it of all ?? []) this.inc({ watch: it.watch }, it[figure])
      },
    })
  }
}
