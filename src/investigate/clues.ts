import type { CauseCategory } from '../domain/investigation.ts'

interface Pattern {
  readonly category: CauseCategory
  readonly pattern: RegExp
}

/**
 * What programs say when something is wrong: the words of the kernel (strerror), of nginx, PostgreSQL, Node, systemd, kubelet. A line is told by
 * its first pattern. They are words, and anybody may write them: alone they are weak, beside a figure they tell which of two causes it is.
 */
const patterns: readonly Pattern[] = [
  { category: 'disk_full', pattern: /no space left on device|\bENOSPC\b|disk (?:is )?full|disk quota exceeded|could not extend file/i },
  { category: 'file_descriptors_exhausted', pattern: /too many open files|\bEMFILE\b|\bENFILE\b|worker_connections are not enough/i },
  { category: 'out_of_memory_killed', pattern: /\bOOMKilled\b|out of memory: kill|oom-kill|oom_reaper|killed process \d+/i },
  { category: 'memory_exhausted', pattern: /\bENOMEM\b|cannot allocate memory|out of memory|java\.lang\.OutOfMemoryError|heap out of memory|MemoryError/i },
  { category: 'port_taken', pattern: /address already in use|\bEADDRINUSE\b|bind\(\) to \S+ failed \(98|port \d+ is already (?:in use|allocated)/i },
  {
    category: 'connection_limit',
    pattern:
      /too many (?:clients|connections)|remaining connection slots are reserved|connection limit exceeded|max_connections|pool (?:is )?exhausted|QueuePool limit/i,
  },
  { category: 'certificate_mismatch', pattern: /certificate.{0,40}(?:not valid for|does not match|altnames)|ERR_TLS_CERT_ALTNAME_INVALID|hostname mismatch/i },
  { category: 'certificate_expired', pattern: /certificate (?:has )?expired|CERT_HAS_EXPIRED|certificate is not yet valid|x509: certificate has expired/i },
  { category: 'lock_wait', pattern: /still waiting for \w+Lock|deadlock detected|lock wait timeout|canceling statement due to lock timeout/i },
  { category: 'slow_query', pattern: /canceling statement due to statement timeout|duration: \d{4,}(?:\.\d+)? ms|slow query/i },
  {
    category: 'config_missing',
    pattern:
      /(?:configmap|secret) "[^"]{1,120}" not found|(?:missing|required|undefined) (?:environment variable|env(?:ironment)? var|setting|configuration)|environment variable \S+ (?:is )?not set|couldn't find key/i,
  },
  {
    category: 'config_invalid',
    pattern:
      /\[emerg\]|configuration file .{0,80}(?:test failed|contains errors)|(?:invalid|unknown|unexpected) (?:directive|configuration|config|parameter|option)|(?:yaml|json|toml)[^\n]{0,30}(?:parse|syntax) error|error parsing config|unrecognized configuration parameter/i,
  },
  {
    category: 'dns_failure',
    pattern:
      /\bENOTFOUND\b|\bEAI_AGAIN\b|could not resolve host|name or service not known|no such host|host not found|temporary failure in name resolution|NXDOMAIN/i,
  },
  { category: 'image_pull', pattern: /ImagePullBackOff|ErrImagePull|failed to pull image|manifest (?:unknown|for \S+ not found)|pull access denied/i },
  {
    category: 'volume_claim_missing',
    pattern:
      /persistentvolumeclaim "[^"]{1,120}" not found|unbound immediate PersistentVolumeClaims|FailedMount|FailedAttachVolume|no persistent volumes available/i,
  },
  {
    category: 'pod_unschedulable',
    pattern: /FailedScheduling|\d+\/\d+ nodes are available|Insufficient (?:cpu|memory)|didn't match (?:Pod's )?node (?:affinity|selector)|untolerated taint/i,
  },
  { category: 'readiness_failing', pattern: /(?:readiness|liveness|startup) probe failed/i },
  {
    category: 'permission_denied',
    pattern:
      /permission denied|\bEACCES\b|\bEPERM\b|operation not permitted|access denied|\bforbidden\b|is not authorized|serviceaccount "[^"]{1,120}" not found/i,
  },
  {
    category: 'upstream_unreachable',
    pattern:
      /connect\(\) failed \(111|connection refused|\bECONNREFUSED\b|no live upstreams|upstream timed out|upstream prematurely closed|host is unreachable|\bEHOSTUNREACH\b|\bETIMEDOUT\b|no route to host|connection to server .{0,80}failed/i,
  },
  {
    category: 'clock_skew',
    pattern: /clock skew|request time too skewed|token used before issued|system clock (?:was|is) (?:off|wrong)|certificate is not yet valid/i,
  },
  { category: 'crash_loop', pattern: /CrashLoopBackOff|back-off restarting failed container|start request repeated too quickly|scheduled restart job/i },
  { category: 'job_failed', pattern: /BackoffLimitExceeded|job has reached the specified backoff limit/i },
  {
    category: 'crash_loop',
    pattern: /\bfatal\b|\bpanic(?:ked)?\b|uncaught (?:exception|error)|unhandled (?:rejection|exception)|cannot find module|core dumped|\bsegfault\b/i,
  },
  { category: 'monitoring_down', pattern: /error (?:sending|scraping)|scrape (?:failed|timeout)/i },
]

/** What one line seems to say; null: nothing that is known. Lines of any length: only their beginning is read. */
export const clueOf = (line: string): CauseCategory | null => {
  const head = line.slice(0, 600)
  return patterns.find(({ pattern }) => pattern.test(head))?.category ?? null
}

/** A line that says of itself that something is wrong. */
export const looksWrong = (line: string): boolean =>
  /\b(?:error|err|fatal|panic|emerg|crit(?:ical)?|alert|fail(?:ed|ure)?|exception|killed|refused|denied|timeout|warn(?:ing)?)\b/i.test(line.slice(0, 600))
