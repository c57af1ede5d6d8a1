const hidden = '[hidden]'

/** Names of fields whose value is nobody's business. */
const secretKeys = /^(authorization|proxy-authorization|cookie|set-cookie|x-api-key|api[-_]?key|password|passwd|secret|token|access[-_]?token|credentials?)$/i

/** Keys of ours and of providers, bearer tokens, private keys, and passwords in addresses. */
const secretForms: readonly (readonly [RegExp, string])[] = [
  [/\b(?:ans_|sk-|sk_|ghp_|github_pat_|xox[abprs]-|AKIA|AIza)[A-Za-z0-9_-]{8,}/g, hidden],
  [/\b(bearer|basic)\s+[A-Za-z0-9._~+/=-]{8,}/gi, `$1 ${hidden}`],
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[^]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g, hidden],
  [/([a-z][a-z0-9+.-]{0,30}:\/\/[^\s/:@"']{0,256}):[^\s@"']{1,256}@/gi, `$1:${hidden}@`],
  [/\b(password|passwd|api[-_]?key|token|secret)=[^\s&"',;]{1,256}/gi, `$1=${hidden}`],
]

/** Shorter ones turn up by chance in words. */
const shortestSecret = 6

/** The same value with every secret hidden: those of the settings wherever they stand, others by their form or the name of their field. */
export const hideSecrets = (secrets: readonly string[]): ((value: unknown) => unknown) => {
  const known = secrets.filter((it) => it.length >= shortestSecret).flatMap((it) => [it, ...passwordOf(it)])
  const clean = (text: string): string =>
    secretForms.reduce(
      (left, [form, by]) => left.replace(form, by),
      known.reduce((left, secret) => left.replaceAll(secret, hidden), text),
    )
  const walk = (value: unknown): unknown => {
    if (typeof value === 'string') return clean(value)
    if (Array.isArray(value)) return value.map(walk)
    if (value === null || typeof value !== 'object') return value
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, secretKeys.test(key) && typeof inner !== 'object' ? hidden : walk(inner)]))
  }
  return walk
}

/** Of a database's address, as it stands there and decoded: drivers name it both ways. */
const passwordOf = (setting: string): string[] => {
  const { password = '' } = URL.parse(setting) ?? {}
  return password.length < shortestSecret ? [] : [password, decoded(password)]
}

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
