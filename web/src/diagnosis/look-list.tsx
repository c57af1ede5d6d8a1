import type { Investigating } from './use-investigation.ts'

/** What is being looked at, as it happens. */
export const LookList = ({ stage, looks, isRunning }: Pick<Investigating, 'stage' | 'looks' | 'isRunning'>) => (
  <div class="looks">
    <p class="waiting" role="status">
      {isRunning ? `${stageWords[stage ?? 'scope'] ?? stage} · ${looks.length} looks` : `${looks.length} looks`}
    </p>
    <ol>
      {looks.slice(-6).map(({ id, capability, params, facts, lines, problem }) => (
        <li key={id} class={problem ? 'troubled' : undefined}>
          {capability.replaceAll('_', ' ')} {Object.values(params).join(' ')} <span class="note">{problem ?? amount(facts.length, lines.length)}</span>
        </li>
      ))}
    </ol>
  </div>
)

const amount = (facts: number, lines: number): string => [`${facts} facts`, lines > 0 && `${lines} lines`].filter(Boolean).join(', ')

const stageWords: Readonly<Record<string, string>> = {
  scope: 'Finding out what it is about',
  look: 'Looking at everything',
  'look again': 'Looking again',
  read: 'Reading what logs say',
  conclude: 'Putting it together',
}
