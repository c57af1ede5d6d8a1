import { resumeAgent, stopAgent, type AgentState } from '../api/actions.ts'
import { ConfirmedButton } from '../confirmed-button.tsx'
import { useAction } from '../use-action.ts'

interface Props {
  readonly agent: AgentState
  readonly onChange: () => void
}

/** Stopping is one press; going on is asked about. */
export const StopSwitch = ({ agent, onChange }: Props) => {
  const { isRunning, failure, run } = useAction()
  const act = (work: () => Promise<unknown>): void => void run(async () => void (await work())).then(onChange)
  return (
    <div class={`switch ${agent.stopped ? 'stopped' : 'running'}`}>
      <p role="status">
        {agent.stopped
          ? `Everything is stopped, by ${agent.by} since ${new Date(agent.at!).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })}${agent.reason ? `: ${agent.reason}` : ''}.`
          : 'Watches, investigations and actions may run.'}
      </p>
      {agent.stopped ? (
        <ConfirmedButton
          label="Let it go on…"
          question="Watches look again, and actions may be approved."
          verb="Go on"
          refusal="Stay stopped"
          disabled={isRunning}
          onConfirm={() => act(resumeAgent)}
        />
      ) : (
        <button type="button" class="stop" disabled={isRunning} onClick={() => act(() => stopAgent('Stopped on the page'))}>
          Stop everything
        </button>
      )}
      {failure && <p class="failure">{failure}</p>}
    </div>
  )
}
