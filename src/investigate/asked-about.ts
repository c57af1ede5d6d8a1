import type { CauseCategory } from '../domain/investigation.ts'

/** Words of the operator's own, and the causes that they are about. */
const subjects: readonly { readonly words: RegExp; readonly categories: readonly CauseCategory[] }[] = [
  { words: /\b(?:certificates?|tls|ssl|https)\b/i, categories: ['certificate_expired', 'certificate_mismatch'] },
  { words: /\b(?:disks?|inodes?|storage|space|ENOSPC)\b/i, categories: ['disk_full', 'inodes_exhausted'] },
  {
    words: /\b(?:slow\w*|sluggish|latency|hangs?)\b/i,
    categories: ['slow_responses', 'slow_query', 'lock_wait', 'cpu_overload', 'noisy_neighbour', 'io_pressure'],
  },
  { words: /\bconnections?\b|\btoo many clients\b/i, categories: ['connection_limit'] },
  { words: /\b(?:memory|ram|oom)\b/i, categories: ['memory_exhausted', 'memory_leak', 'out_of_memory_killed'] },
  { words: /\b(?:dns|resolves?)\b/i, categories: ['dns_failure'] },
  { words: /\bports?\b/i, categories: ['port_taken'] },
  { words: /\bpermissions?\b/i, categories: ['permission_denied'] },
]

/** It ranks what was found, and finds nothing: that a thing is asked about does not make it so. */
export const askedAbout = (question: string): ReadonlySet<CauseCategory> =>
  new Set(subjects.flatMap(({ words, categories }) => (words.test(question) ? categories : [])))
