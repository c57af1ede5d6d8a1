import { useEffect, useState } from 'preact/hooks'
import { requestJson, sentenceOf } from '../api/request.ts'
import { TopBar } from '../top-bar.tsx'
import { Prose } from './prose.tsx'
import { OperationView } from './operation-view.tsx'
import { operationsOf, type OpenApi } from './open-api.ts'

export const DocsPage = () => {
  const [api, setApi] = useState<OpenApi | null>(null)
  const [failure, setFailure] = useState<string | null>(null)
  useEffect(() => {
    requestJson<OpenApi>('openapi.json').then(setApi, (error: unknown) => setFailure(sentenceOf(error)))
  }, [])
  return (
    <div class="page">
      <TopBar place="docs" />
      <main id="main" tabIndex={-1} class="docs">
        <h1>API</h1>
        {failure && (
          <p class="failure" role="alert">
            {failure}
          </p>
        )}
        {!api && !failure && <p class="waiting">Reading the description …</p>}
        {api && <Contents api={api} />}
      </main>
    </div>
  )
}

const Contents = ({ api }: { api: OpenApi }) => {
  const operations = operationsOf(api)
  return (
    <>
      {api.info.description && (
        <p class="lead">
          <Prose text={api.info.description} />
        </p>
      )}
      <p class="lead">
        Version {api.info.version}. The same description for programs: <a href="openapi.json">openapi.json</a>.
      </p>
      <nav aria-label="Operations">
        <ul>
          {operations.map(({ method, path }) => (
            <li key={`${method} ${path}`}>
              <a href={`#${anchorOf(method, path)}`}>
                <span class="method">{method}</span> {path}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      {operations.map((it) => (
        <OperationView key={`${it.method} ${it.path}`} api={api} id={anchorOf(it.method, it.path)} {...it} />
      ))}
    </>
  )
}

const anchorOf = (method: string, path: string): string => `${method}${path.replaceAll(/[^a-z0-9]+/gi, '-')}`.toLowerCase()
