import { useEffect, useState } from 'preact/hooks'
import { listSheets, type LabelSheet } from '../api/label.ts'
import { sentenceOf } from '../api/request.ts'
import { plural } from '../plural.ts'
import { sheetLink } from '../use-route.ts'

/** All sheets, newest first. */
export const SheetList = () => {
  const [sheets, setSheets] = useState<readonly LabelSheet[] | null>(null)
  const [failure, setFailure] = useState<string | null>(null)
  useEffect(() => void listSheets().then(setSheets, (error: unknown) => setFailure(sentenceOf(error))), [])
  return (
    <section class="sheets">
      <h1>Rate answers</h1>
      {failure && (
        <p class="failure" role="alert">
          {failure}
        </p>
      )}
      {sheets?.length === 0 && (
        <p class="empty">
          There is nothing to rate yet. <code>answerable eval label SUITE.yaml</code> makes a sheet of answers.
        </p>
      )}
      <ul>
        {sheets?.map(({ sheet_id, name, answers, people, created_at }) => (
          <li key={sheet_id}>
            <a href={sheetLink(sheet_id)}>{name}</a>
            <span class="note">
              {plural(answers, 'answer')} · {people === 0 ? 'nobody has rated yet' : `${people} ${people === 1 ? 'person' : 'people'}`} ·{' '}
              {new Date(created_at).toLocaleDateString()}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
