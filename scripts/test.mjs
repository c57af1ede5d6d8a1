// Runs the tests with the project's Node. "npm test -- PATTERN…" runs only files whose path contains one of the words.
import { spawnSync } from 'node:child_process'
import { globSync } from 'node:fs'

const words = process.argv.slice(2)
const files = [
  ...globSync('src/**/*.test.ts'),
  ...globSync('test/**/*.test.ts'),
  ...globSync('evals/**/*.test.ts'),
  ...globSync('web/src/**/*.test.ts'),
  ...globSync('bench/**/*.test.ts'),
  ...globSync('scripts/**/*.test.ts'),
]
  .filter((file) => words.length === 0 || words.some((word) => file.includes(word)))
  .sort()
if (files.length === 0) {
  console.error(`No test file matches ${words.join(' ')}.`)
  process.exit(1)
}
// A file of fault tests kills a server 60 times in CI, which takes minutes on a busy machine; whatever hangs ends after twenty.
// Two at a time: more would only make the timeouts of real servers and models flicker on a small machine.
const result = spawnSync(process.execPath, ['--test', '--test-concurrency=2', '--test-timeout=1200000', '--test-reporter=spec', ...files], { stdio: 'inherit' })
process.exit(result.status ?? 1)
