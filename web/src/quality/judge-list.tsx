import type { Certificate } from '../api/quality.ts'
import { interval, percent, shortDay } from './amounts.ts'

/** What is known of the error of judges: a score of theirs is worth as much as they agree with people. */
export const JudgeList = ({ certificates }: { readonly certificates: readonly Certificate[] }) => (
  <section class="judges" aria-labelledby="quality-judges">
    <h2 id="quality-judges">Judges</h2>
    {certificates.length === 0 ? (
      <p class="empty">
        No judge was measured against people yet: their scores stand uncorrected. <code>answerable eval judge LABELLED.jsonl --rubric grounded.v1</code>{' '}
        measures one, on answers that people have labelled.
      </p>
    ) : (
      <div class="scroller" tabIndex={0} role="region" aria-label="Certificates of judges">
        <table>
          <thead>
            <tr>
              <th scope="col">Judge</th>
              <th scope="col">Rubric</th>
              <th scope="col">Agrees with people</th>
              <th scope="col">Cohen's kappa</th>
              <th scope="col">Measured on</th>
            </tr>
          </thead>
          <tbody>
            {certificates.map((it) => (
              <tr key={it.id}>
                <th scope="row">{it.judge}</th>
                <td>{it.rubric}</td>
                <td>
                  {percent(it.agreement.value)} <span class="note">({interval(it.agreement)})</span>
                </td>
                <td>{it.kappa ? `${it.kappa.value.toFixed(2)} (${it.kappa.low.toFixed(2)} to ${it.kappa.high.toFixed(2)})` : 'not defined'}</td>
                <td>
                  {it.items} of {it.dataset}, {shortDay(it.made_at)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    )}
  </section>
)
