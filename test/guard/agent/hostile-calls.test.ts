import assert from 'node:assert/strict'
import { test } from 'node:test'
import { drive, kernelMissing } from './driven.ts'

const isFull = process.env['ANSWERABLE_GUARD'] === 'full'
const skip = kernelMissing() ?? false

test(`${isFull ? '100,000' : '2,000'} hostile calls have no effect that the kernel saw, and each is in the audit log`, { skip }, async (t) => {
  const { report, strays, effects, kubernetesRequests } = await drive({ calls: isFull ? 100_000 : 2_000, seed: 20_261_123 })
  t.diagnostic(
    `${report.calls} calls on ${report.capabilities.length} capabilities: ${report.refused} refused, ${report.looks} looked, ${report.proposals} proposed; ` +
      `started ${effects.started.length}, written ${effects.written.length}, connected ${effects.connected.length}, ${kubernetesRequests.length} requests to the cluster`,
  )
  assert.deepEqual(strays.slice(0, 20), [])
  assert.deepEqual(report.failures.slice(0, 20), [])
  assert.equal(report.leaks, 0)
  assert.ok(report.audited >= report.calls, `${report.audited} records of ${report.calls} calls`)
  assert.ok(report.isChainWhole)
  assert.ok(report.looks > 0 && kubernetesRequests.length > 0, 'nothing at all was looked at')
})

test('a capability that leaks is seen by the kernel in each of its five ways', { skip }, async () => {
  const { strays } = await drive({ calls: 50, seed: 1, isLeaky: true })
  for (const sign of [/^started \/bin\/sh/, /^wrote .*canary/, /^read \/proc\/self\/environ/, /^connected to 127\.0\.0\.1/, /^DELETE /])
    assert.ok(
      strays.some((it) => sign.test(it)),
      `${String(sign)} is not among ${strays.join('\n')}`,
    )
})
