import { exampleCurl } from './example-curl.ts'
import { Prose } from './prose.tsx'
import { inputFields, outputFields, type ApiOperation, type Field, type OpenApi } from './open-api.ts'

interface Props {
  readonly api: OpenApi
  readonly id: string
  readonly method: string
  readonly path: string
  readonly operation: ApiOperation
}

export const OperationView = ({ api, id, method, path, operation }: Props) => (
  <section class="operation" id={id} aria-labelledby={`${id}-title`}>
    <h2 id={`${id}-title`}>
      <span class="method">{method}</span> {path}
    </h2>
    <p>{operation.summary}</p>
    {operation.description && (
      <p class="lead">
        <Prose text={operation.description} />
      </p>
    )}
    <Fields title="Takes" fields={inputFields(api, operation)} />
    <Fields title="Gives" fields={outputFields(api, operation)} />
    <pre>
      <code>{exampleCurl(api, location.origin, method, path, operation)}</code>
    </pre>
  </section>
)

const Fields = ({ title, fields }: { title: string; fields: readonly Field[] }) =>
  fields.length === 0 ? null : (
    <table>
      <caption>{title}</caption>
      <tbody>
        {fields.map(({ name, where, type, required, description }) => (
          <tr key={`${where} ${name}`}>
            <th scope="row">
              {name}
              {where && !required && <span class="optional"> optional</span>}
              {(where === 'path' || where === 'query') && <span class="optional"> in the {where}</span>}
            </th>
            <td class="type">{type}</td>
            <td>
              <Prose text={description} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
