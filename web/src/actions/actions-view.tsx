import type { DefinedAction } from '../api/actions.ts'
import { AuditList } from './audit-list.tsx'
import { ProposalCard } from './proposal-card.tsx'
import { RequestForm } from './request-form.tsx'
import { StopSwitch } from './stop-switch.tsx'
import { useActing } from './use-acting.ts'

/** What may be changed, what waits for a yes, what came of it, and the switch that stops everything. */
export const ActionsView = () => {
  const { listed, agent, failure, refresh } = useActing()
  const waiting = listed?.proposals.filter(({ state }) => state === 'proposed') ?? []
  const over = listed?.proposals.filter(({ state }) => state !== 'proposed') ?? []
  return (
    <section class="actions">
      <h1>Actions</h1>
      {failure && <p class="failure">{failure}</p>}
      {agent && <StopSwitch agent={agent} onChange={refresh} />}
      {!listed && !failure && <p role="status">Reading what is defined…</p>}
      {listed && listed.actions.length === 0 && <NothingDefined />}
      {listed && listed.actions.length > 0 && (
        <RequestForm waiting={waiting.map((it) => it.proposal_id)} isStopped={agent?.stopped ?? false} onAsked={refresh} />
      )}
      {waiting.length > 0 && (
        <section aria-label="Waiting for you">
          <h2>Waiting for a yes</h2>
          {waiting.map((it) => (
            <ProposalCard key={it.proposal_id} proposal={it} isStopped={agent?.stopped ?? false} onDone={refresh} />
          ))}
        </section>
      )}
      {over.length > 0 && (
        <section aria-label="History">
          <h2>What came of it</h2>
          {over.map((it) => (
            <ProposalCard key={it.proposal_id} proposal={it} isStopped={agent?.stopped ?? false} onDone={refresh} />
          ))}
        </section>
      )}
      {listed && listed.actions.length > 0 && <Defined actions={listed.actions} />}
      <AuditList />
    </section>
  )
}

const NothingDefined = () => (
  <div class="empty">
    <p>
      No action is defined. The program changes nothing but what you write into <code>systems.yaml</code>, and only after a yes to exactly that call.
    </p>
    <pre tabIndex={0}>{example}</pre>
  </div>
)

const example = `actions:
  - name: restart_unit
    description: Restart a unit of systemd
    argv: [/usr/bin/systemctl, restart, "{unit}"]
    parameters: [{ name: unit, kind: inventory, of: units }]`

const Defined = ({ actions }: { readonly actions: readonly DefinedAction[] }) => (
  <details class="defined">
    <summary>What is defined ({actions.length})</summary>
    <ul>
      {actions.map(({ name, description, parameters, undone_by }) => (
        <li key={name}>
          <strong>{name}</strong> {description}
          {parameters.map((it) => (
            <span key={it.name} class="note">
              {' '}
              · {it.name}: {it.kind === 'integer' ? `${it.min} to ${it.max}` : it.values.slice(0, 8).join(', ')}
            </span>
          ))}
          <span class="note"> · {undone_by ? `undone by ${undone_by}` : 'cannot be undone'}</span>
        </li>
      ))}
    </ul>
  </details>
)
