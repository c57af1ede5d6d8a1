/** A model's id: its name, and quietly the fingerprint that tells it from others of the name. */
export const ModelName = ({ id }: { id: string }) => {
  const [name, fingerprint] = splitId(id)
  return (
    <>
      <strong>{name}</strong>
      {fingerprint && <span class="fingerprint">@{fingerprint}</span>}
    </>
  )
}

export const modelName = (id: string): string => splitId(id)[0]

const splitId = (id: string): [string, string] => {
  const at = id.lastIndexOf('@')
  return at > 0 ? [id.slice(0, at), id.slice(at + 1)] : [id, '']
}
