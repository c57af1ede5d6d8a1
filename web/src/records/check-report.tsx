import type { Checked } from '../api/records.ts'

/** Whether it may be asked, why not, and what the questions of its file are answered. */
export const CheckReport = ({ checked: { sound, findings, drift, customer, questions } }: { readonly checked: Checked }) => (
  <section class="check" aria-label="What the check found" role="status">
    <p class={sound ? 'verdict good' : 'verdict bad'}>{sound ? 'Sound: the file fits its database, and customers are held apart.' : 'Not sound.'}</p>
    {findings.length + drift.length > 0 && (
      <ul>
        {findings.map(({ severity, sentence }) => (
          <li key={sentence} class={severity}>
            <strong>{severity === 'error' ? 'Wrong' : 'Note'}:</strong> {sentence}
          </li>
        ))}
        {drift.map((sentence) => (
          <li key={sentence} class="error">
            <strong>Changed since:</strong> {sentence}
          </li>
        ))}
      </ul>
    )}
    {questions.length > 0 && (
      <>
        <h3>Its own questions, as customer {customer}</h3>
        <dl class="tried">
          {questions.map(({ question, answer, cites, abstained }) => (
            <div key={question}>
              <dt>{question}</dt>
              <dd>
                {abstained && <strong class="note">No answer: </strong>}
                {answer}
                {cites.length > 0 && <span class="note"> — {cites.join(', ')}</span>}
              </dd>
            </div>
          ))}
        </dl>
      </>
    )}
  </section>
)
