import { useEffect, useState } from 'preact/hooks'
import { approve, reject, renew, undo, type Proposal } from '../api/actions.ts'
import { ConfirmedButton } from '../confirmed-button.tsx'
import { duration } from '../duration.ts'
import { useAction } from '../use-action.ts'

interface Props {
  readonly proposal: Proposal
  readonly isStopped: boolean
  readonly onDone: () => void
}

/** Exactly what would run, or ran; all of it as text. */
export const ProposalCard = ({ proposal, isStopped, onDone }: Props) => {
  const { isRunning, failure, run } = useAction()
  const act = (work: (it: Proposal) => Promise<Proposal>) => (): void =>
    void run(async () => {
      await work(proposal)
      onDone()
    }).then(onDone)
  const { state } = proposal
  const isWaiting = state === 'proposed'
  const head = `${proposal.action.replaceAll('_', ' ')} ${Object.values(proposal.parameters).join(' ')}`.trim()
  const body = <Body proposal={proposal} />
  return (
    <article class={`proposal ${state}`} aria-label={head}>
      <h3>
        {head} <span class={`state ${state}`}>{words[state]}</span>
      </h3>
      <p class="note">
        {proposal.reason} {isWaiting ? <Countdown until={proposal.expires_at} /> : when(proposal.outcome?.started_at ?? proposal.proposed_at)}
      </p>
      {proposal.outcome && <Outcome outcome={proposal.outcome} />}
      {isWaiting ? (
        body
      ) : (
        <details>
          <summary>What exactly</summary>
          {body}
        </details>
      )}
      {failure && (
        <p class="failure" role="alert">
          {failure}
        </p>
      )}
      <p class="choices">
        {isWaiting && (
          <>
            <button type="button" disabled={isRunning || isStopped} onClick={act(approve)}>
              {isRunning ? 'Running…' : 'Yes, run exactly this'}
            </button>
            <button type="button" class="quiet" disabled={isRunning} onClick={act(reject)}>
              No
            </button>
          </>
        )}
        {['expired', 'rejected', 'failed', 'check_failed'].includes(state) && (
          <button type="button" class="quiet" disabled={isRunning || isStopped} onClick={act(renew)}>
            Propose it again
          </button>
        )}
        {['succeeded', 'check_failed', 'unknown'].includes(state) && !proposal.undo.startsWith('It cannot') && (
          <ConfirmedButton
            label="Take it back…"
            name={`Take it back… (${head})`}
            question="This proposes the action that takes it back; it asks again before it runs."
            verb="Propose it"
            disabled={isRunning || isStopped}
            onConfirm={act(undo)}
          />
        )}
      </p>
    </article>
  )
}

const Body = ({ proposal: it }: { readonly proposal: Proposal }) => (
  <>
    <ol class="argv" aria-label="Would be executed, one argument a line">
      {it.argv.map((argument, index) => (
        <li key={index}>
          <code>{argument}</code>
        </li>
      ))}
    </ol>
    <dl>
      <dt>May touch</dt>
      <dd>{touched(it.access)}</dd>
      <dt>Effect</dt>
      <dd>{it.expected_effect}</dd>
      <dt>Check</dt>
      <dd>{it.check}</dd>
      <dt>Undo</dt>
      <dd>{it.undo}</dd>
      {it.evidence.length > 0 && (
        <>
          <dt>Evidence</dt>
          <dd>
            <ul>
              {it.evidence.map(({ sentence, line }, index) => (
                <li key={index}>
                  {sentence}
                  {line !== null && <code class="line">{line}</code>}
                </li>
              ))}
            </ul>
          </dd>
        </>
      )}
      <dt>Hash</dt>
      <dd>
        <code>{it.hash.slice(0, 16)}…</code> of all of this and of the bytes of {it.pinned.map(({ path }) => path).join(', ')}
      </dd>
    </dl>
  </>
)

const touched = ({ reads, writes, network, environment }: Proposal['access']): string =>
  [
    writes.length > 0 && `writes ${writes.join(', ')}`,
    reads.length > 0 && `reads ${reads.join(', ')}`,
    network === 'host' ? 'the network' : 'no network',
    environment.length > 0 && `the variables ${environment.join(', ')}`,
  ]
    .filter(Boolean)
    .join(' · ')

const Outcome = ({ outcome }: { readonly outcome: NonNullable<Proposal['outcome']> }) => (
  <div class="outcome">
    <p>
      {outcome.problem ?? `It ended with code ${outcome.exit_code}`} after {duration(outcome.duration_ms)}
      {outcome.check && (
        <span
          class={outcome.check.held ? 'held' : 'not-held'}
        >{`. ${outcome.check.held ? 'Check holds' : 'Check does not hold'}: ${outcome.check.sentence}`}</span>
      )}
    </p>
    {outcome.output && <pre tabIndex={0}>{outcome.output}</pre>}
  </div>
)

/** Said once a minute to those who hear it; seen each second. */
const Countdown = ({ until }: { readonly until: string }) => {
  const [now, setNow] = useState(Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000)
    return () => clearInterval(timer)
  }, [])
  const seconds = Math.max(0, Math.round((Date.parse(until) - now) / 1000))
  return (
    <span class="countdown" role="timer">
      {seconds === 0 ? 'over' : `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')} left`}
    </span>
  )
}

const when = (at: string): string => new Date(at).toLocaleString('en-GB', { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' })

const words: Readonly<Record<Proposal['state'], string>> = {
  proposed: 'waits for a yes',
  approved: 'approved',
  running: 'running',
  succeeded: 'done',
  failed: 'failed',
  check_failed: 'done, but its check does not hold',
  unknown: 'unknown: look yourself',
  undone: 'taken back',
  expired: 'expired',
  rejected: 'rejected',
}
