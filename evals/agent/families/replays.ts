/** Incidents that others recorded (HolmesGPT, Apache-2.0; `SOURCE.md` beside the data). What a good answer says is from their `expected_output`. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { serveCluster } from '../replay/api.ts'
import { readCluster } from '../replay/cluster.ts'
import { Missing } from '../protocol.ts'
import { healthy, unwell, type Family, type Truth } from './family.ts'

const folder = process.env.ANSWERABLE_INCIDENTS ?? join(import.meta.dirname, '../../../../shared/data/holmesgpt-incidents/test_ask_holmes')

interface Replay {
  readonly case: string
  readonly question: string
  readonly truth: Truth
}

const found = (categories: readonly string[], ...says: readonly (readonly string[])[]): Truth => ({ verdict: 'cause_found', categories, says })

export const replays: readonly Replay[] = [
  {
    case: '02_what_is_wrong_with_pod',
    question: 'What is wrong with the pod giant-narwhal-6958c5bdd8-69gtn in the namespace app-02?',
    truth: found(['out_of_memory_killed'], ['out of memory', 'memory', 'OOM']),
  },
  {
    case: '13a_pending_node_selector_basic',
    question: 'What is the issue with user-profile-import?',
    truth: found(['pod_unschedulable'], ['selector', 'affinity']),
  },
  {
    case: '13b_pending_node_selector_detailed',
    question: 'What is the issue with user-profile-import?',
    truth: found(['pod_unschedulable'], ['selector', 'affinity'], ['someLabel', 'label=someLabel']),
  },
  {
    case: '21_job_fail_curl_no_svc_account',
    question: 'Why did the get-data job fail?',
    truth: found(['dns_failure', 'job_failed'], ['kldsvklnsdiogjerkngernjk23432i90erfefjio.com']),
  },
  {
    case: '24a_misconfigured_pvc_basic',
    question: 'What is the issue with redis?',
    truth: found(['volume_claim_missing', 'pod_unschedulable'], ['PersistentVolumeClaim', 'volume claim', 'PVC', 'storageclass', 'storage class']),
  },
  { case: '24b_misconfigured_pvc_detailed', question: 'What is the issue with redis?', truth: found(['volume_claim_missing'], ['standard-v2']) },
  {
    case: '43_slack_deployment_logs',
    question: 'What is wrong with catalogue? Look at its logs of the last 6 hours.',
    truth: found(['upstream_unreachable', 'log_errors'], ['Unable to connect to Database']),
  },
  { case: '45_fetch_deployment_logs_simple', question: 'What do the logs of my-server-deployment say?', truth: { verdict: 'nothing_wrong' } },
  {
    case: '51_logs_summarize_errors',
    question: 'What errors are in the logs of my-app-51?',
    truth: found(['log_errors', 'certificate_expired', 'http_errors'], ['certificate expired'], ['syntax error'], ['unique constraint', 'duplicate key']),
  },
  {
    case: '53_logs_find_term',
    question: 'Why do queries fail in my-app-53?',
    truth: found(['log_errors'], ['syntax error'], ['unique constraint', 'duplicate key']),
  },
  {
    case: '62_fetch_error_logs_with_errors',
    question: 'What errors does payment-service log?',
    truth: found(['log_errors', 'upstream_unreachable'], ['database']),
  },
  { case: '63_fetch_error_logs_no_errors', question: 'What errors does user-api log?', truth: { verdict: 'nothing_wrong' } },
]

/** Of the recording, that which asks for no diagnosis: counting (01, 58), what the reader may not list (28), what is not there (19, 57), and a resource that no capability reads (64). */
export const notAsked = [
  '01_how_many_pods',
  '19_detect_missing_app_details',
  '28_permissions_error',
  '57_wrong_namespace',
  '58_counting_pods_by_status',
  '64_keda_vs_hpa_confusion',
] as const

export const replayed = (it: Replay): Family => ({
  name: `replay_${it.case}`,
  kind: 'replay',
  vary: () => ({ case: it.case }),
  question: () => it.question,
  truth: () => it.truth,
  start: async (_, workshop) => {
    const recorded = join(folder, it.case)
    if (!existsSync(recorded)) throw new Missing(`the recorded incidents are not here (shared): ${recorded}`)
    const cluster = readCluster(recorded, Date.now())
    const api = await serveCluster(cluster)
    workshop.later(() => api.close())
    const objects = [...cluster.pods, ...cluster.jobs, ...cluster.claims, ...cluster.deployments]
    const namespaces = [...new Set(objects.map(({ metadata }) => String(metadata.namespace)))]
    return {
      systems: { kubernetes: [{ name: 'cluster', api: api.url, namespaces: namespaces.length > 0 ? namespaces : ['default'] }] },
      // Writing is the one thing that can be told from here.
      health: async () => (api.refused.length > 0 ? unwell(`Asked for what it may not have: ${api.refused.join(', ')}`) : healthy('Only read.')),
    }
  },
})

export const replayFamilies: readonly Family[] = replays.map(replayed)
