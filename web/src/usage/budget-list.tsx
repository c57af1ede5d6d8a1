import type { Budget } from '../api/usage.ts'
import { dollars } from '../quality/amounts.ts'

/** What is left of each budget, drawn as a bar of what is spent, put aside and free. */
export const BudgetList = ({ budgets, maySet }: { readonly budgets: readonly Budget[]; readonly maySet: boolean }) => (
  <section aria-labelledby="usage-budgets">
    <h2 id="usage-budgets">Budgets</h2>
    {budgets.length === 0 ? (
      <p class="empty">{maySet ? <HowToLimit /> : 'No limit is set for your key. Whoever runs this server may limit collections, or all together.'}</p>
    ) : (
      <ul class="budgets">
        {budgets.map((budget) => (
          <li key={`${budget.subject} ${budget.id} ${budget.per} ${budget.origin}`}>
            <strong>{nameOf(budget)}</strong>{' '}
            <span class="note">
              a {budget.per}
              {budget.origin === 'settings' && ', of the settings'}; renews {renewal(budget)}
            </span>
            {budget.usd !== null && <Meter spent={budget.spent_usd} reserved={budget.reserved_usd} most={budget.usd} words={moneyWords(budget)} />}
            {budget.tokens !== null && <Meter spent={budget.spent_tokens} reserved={budget.reserved_tokens} most={budget.tokens} words={tokenWords(budget)} />}
          </li>
        ))}
      </ul>
    )}
  </section>
)

const HowToLimit = () => (
  <>
    Nothing is limited here. Set limits, of money or of tokens, a day or a month, for all together, a collection or a key:{' '}
    <code>answerable budgets set --system --per day --usd 5</code>
  </>
)

const Meter = ({ spent, reserved, most, words }: { readonly spent: number; readonly reserved: number; readonly most: number; readonly words: string }) => {
  const share = (amount: number): number => (most > 0 ? Math.min(100, (amount / most) * 100) : 100)
  return (
    <>
      <svg class={share(spent + reserved) >= 100 ? 'meter full' : 'meter'} viewBox="0 0 100 3" preserveAspectRatio="none" role="img" aria-label={words}>
        <rect class="free" x="0" y="0" width="100" height="3" />
        <rect class="reserved" x="0" y="0" width={share(spent + reserved)} height="3" />
        <rect class="spent" x="0" y="0" width={share(spent)} height="3" />
      </svg>
      <span class="figures">{words}</span>
    </>
  )
}

const nameOf = ({ subject, id, name }: Budget): string => (subject === 'system' ? 'Whole system' : `${subject === 'key' ? 'Key' : 'Collection'} ${name ?? id}`)

const renewal = ({ renews_at }: Budget): string =>
  new Date(renews_at).toLocaleString('en-GB', { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', timeZone: 'UTC', timeZoneName: 'short' })

const moneyWords = ({ left_usd, usd, reserved_usd }: Budget): string =>
  withHeld(`${dollars(left_usd!)} of ${dollars(usd!)} left`, reserved_usd > 0 && dollars(reserved_usd))

const tokenWords = ({ left_tokens, tokens, reserved_tokens }: Budget): string =>
  withHeld(`${left_tokens!.toLocaleString('en')} of ${tokens!.toLocaleString('en')} tokens left`, reserved_tokens > 0 && reserved_tokens.toLocaleString('en'))

const withHeld = (words: string, held: string | false): string => (held ? `${words}; ${held} put aside for answers under way` : words)
