/** What stands in documentation where a secret would: `<your-key>`, `${TOKEN}`, `changeme`, `****`, `password`. */
export const isPlaceholder = (value: string): boolean =>
  /^(?:[$<{[(%*.x_-]|your|my[-_]|change|replace|insert|example|sample|dummy|test|todo|none|null|true|false|env)/i.test(value) ||
  /^(?:password|passwd|pass|pwd|secret|token|user|username|key|api[-_]?key|string|required|optional)$/i.test(value) ||
  /^(.)\1+$/.test(value) ||
  /(?:example|placeholder|\.\.\.|…)/i.test(value)
