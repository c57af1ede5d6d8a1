import { useState } from 'preact/hooks'
import { readCase, type TestCase } from '../api/quality.ts'
import { plural } from '../plural.ts'
import { useAction } from '../use-action.ts'

/** The answer as a test case: a suite to copy or keep, and beside it the documents as they were. */
export const MakeCase = ({ traceId }: { readonly traceId: string }) => {
  const [made, setMade] = useState<TestCase | null>(null)
  const { isRunning, failure, run } = useAction()
  if (made) return <MadeCase made={made} />
  return (
    <div class="make-case">
      <button type="button" class="quiet" disabled={isRunning} onClick={() => void run(async () => setMade(await readCase(traceId)))}>
        Make a test case
      </button>
      {failure && (
        <p class="failure" role="alert">
          {failure}
        </p>
      )}
    </div>
  )
}

const MadeCase = ({ made: { suite_name, suite_yaml, corpus_name, corpus_jsonl, documents, notes } }: { readonly made: TestCase }) => (
  <div class="make-case made">
    <p role="status">
      A suite of this case, and {plural(documents, 'document')} as they were. Keep both files in one folder, then run{' '}
      <code>answerable eval run {suite_name}</code>.
    </p>
    {notes.map((note) => (
      <p class="note" key={note}>
        {note}
      </p>
    ))}
    <p class="files">
      <FileLink name={suite_name} text={suite_yaml} type="text/yaml" /> <FileLink name={corpus_name} text={corpus_jsonl} type="application/jsonl" />
    </p>
    <pre tabIndex={0} aria-label={suite_name}>
      {suite_yaml}
    </pre>
  </div>
)

/** Given as a file where the page stands; nothing is sent. */
const FileLink = ({ name, text, type }: { readonly name: string; readonly text: string; readonly type: string }) => {
  const save = (): void => {
    const url = URL.createObjectURL(new Blob([text], { type }))
    const link = document.createElement('a')
    link.href = url
    link.download = name
    link.click()
    setTimeout(() => URL.revokeObjectURL(url), 10_000)
  }
  return (
    <button type="button" class="quiet" onClick={save}>
      Save {name}
    </button>
  )
}
