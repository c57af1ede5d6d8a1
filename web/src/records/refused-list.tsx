import { useState } from 'preact/hooks'
import { readRefused, type Refused } from '../api/records.ts'
import { useAction } from '../use-action.ts'

const existenceWords = { yes: "somebody else's", no: 'nobody has it', unknown: 'could not be looked up' } satisfies Record<Refused['exists'], string>

/** Customers are told the same for what is not theirs and what is not there; here the two are told apart. Read when it is opened. */
export const RefusedList = ({ collection }: { readonly collection: string }) => {
  const [refused, setRefused] = useState<readonly Refused[] | null>(null)
  const { isRunning, failure, run } = useAction()
  const read = (): void => void run(async () => setRefused(await readRefused(collection)))
  return (
    <details class="refused" onToggle={(event) => event.currentTarget.open && read()}>
      <summary>Asked for in vain</summary>
      {isRunning && !refused && <p role="status">Reading the audit log…</p>}
      {failure && <p class="failure">{failure}</p>}
      {refused?.length === 0 && <p>No customer asked for an id that is not theirs.</p>}
      {refused && refused.length > 0 && (
        <div class="wide" tabIndex={0} role="region" aria-label="Ids that were asked for in vain">
          <table>
            <thead>
              <tr>
                <th scope="col">When</th>
                <th scope="col">Customer</th>
                <th scope="col">Asked for</th>
                <th scope="col">It is</th>
              </tr>
            </thead>
            <tbody>
              {refused.map(({ at, customer, entity, id, exists }, index) => (
                <tr key={index}>
                  <td>{new Date(at).toLocaleString('en-GB', { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', second: '2-digit' })}</td>
                  <td>{customer}</td>
                  <td>
                    {entity} {id}
                  </td>
                  <td class={exists}>{existenceWords[exists]}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </details>
  )
}
