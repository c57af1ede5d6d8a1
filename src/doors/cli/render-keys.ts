interface KeyRow {
  readonly key_id: string
  readonly name: string
  readonly scope: string
  readonly collections: readonly string[] | null
  readonly customer: string | null
  readonly staff: boolean
  readonly requests_per_minute: number | null
  readonly state: string
  readonly expires_at: string | null
  readonly last_used_at: string | null
}

/** The key alone on a line, as it is copied. */
export const newKeyLines = (row: KeyRow & { readonly key: string; readonly notes?: readonly string[] }): string =>
  `${row.key}\n\n${keyLine(row)}${(row.notes ?? []).map((note) => `${note}\n`).join('')}It is shown this once. Send it as "Authorization: Bearer …", or log in with it on the page.\n`

export const keyLines = ({ keys }: { readonly keys: readonly KeyRow[] }): string =>
  keys.length === 0 ? 'There is no key. Make one with "answerable keys create --name NAME".\n' : keys.map(keyLine).join('')

export const keyLine = ({ key_id, name, scope, collections, customer, staff, requests_per_minute, state, expires_at, last_used_at }: KeyRow): string =>
  [
    key_id,
    state.padEnd(9),
    scope.padEnd(5),
    collections?.join(', ') ?? 'all collections',
    name,
    ...(customer === null ? [] : [`customer ${customer}`]),
    ...(staff ? ['staff'] : []),
    ...(requests_per_minute === null ? [] : [`${requests_per_minute} requests a minute`]),
    ...(expires_at && state === 'active' ? [`until ${expires_at.slice(0, 10)}`] : []),
    last_used_at ? `last used ${last_used_at.slice(0, 16).replace('T', ' ')}` : 'never used',
  ].join('  ') + '\n'
