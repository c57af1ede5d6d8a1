import assert from 'node:assert/strict'
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, copyFileSync, existsSync, mkdirSync, readdirSync, realpathSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { openFence } from '../../src/adapters/fence/open-fence.ts'
import { seededRandom } from '../../src/base/random.ts'
import { newId } from '../../src/base/id.ts'
import { flipped } from '../guard/forged-approvals.ts'
import { freePort } from '../support/free-port.ts'
import { post, run, serve, workplace, type Server, type Workplace } from '../support/program.ts'

const { fence, why } = await openFence()
const skip = fence === null && `no fence here: ${why}`

/** Answers with the number of its process; ends when it is asked to, as a service does that its manager starts again. */
const service = (port: number) =>
  `require('node:http').createServer((request, response) => { response.end(String(process.pid)); if (request.method === 'POST') setImmediate(() => process.exit()) }).listen(${port}, '127.0.0.1')`

/** Starts the service again whenever it ends, as systemd would. */
const supervised = (port: number): AsyncDisposable => {
  let isOver = false
  let child: ChildProcess
  const start = (): void => {
    child = spawn(process.execPath, ['-e', service(port)], { stdio: 'ignore' })
    child.once('exit', () => !isOver && start())
  }
  start()
  return {
    [Symbol.asyncDispose]: async () => {
      isOver = true
      if (child.exitCode !== null) return
      child.kill('SIGKILL')
      await once(child, 'exit')
    },
  }
}

const node = realpathSync(process.execPath)

/** Actions on a cache folder, a service, and a marker for each run. */
const prepare = (place: Workplace, port: number): string => {
  const folder = (name: string): string => {
    mkdirSync(join(place.home, name), { recursive: true })
    return join(place.home, name)
  }
  const [cache, kept, runs] = [folder('cache'), folder('kept'), folder('runs')]
  const script = (name: string, text: string): string => {
    writeFileSync(join(place.home, name), text, { mode: 0o644 })
    return join(place.home, name)
  }
  const restart = script(
    'restart.mjs',
    `await fetch('http://127.0.0.1:${port}/', { method: 'POST' }); console.log('asked it to end, mail ada.byron@lovelace.dev')`,
  )
  const moveAll = script(
    'move.mjs',
    `import { readdirSync, copyFileSync, rmSync } from 'node:fs'
const [from, to] = process.argv.slice(2)
for (const name of readdirSync(from)) { copyFileSync(from + '/' + name, to + '/' + name); rmSync(from + '/' + name) }`,
  )
  // Small programs: their bytes are hashed for each proposal, approval and run.
  const mark = join(folder('bin'), 'mark')
  copyFileSync('/usr/bin/mktemp', mark)
  chmodSync(mark, 0o755)
  const file = join(place.home, 'systems.yaml')
  const quoted = JSON.stringify
  writeFileSync(
    file,
    `
probes: [{ name: shop, url: "http://127.0.0.1:${port}/" }]
directories: [{ name: cache, path: ${quoted(cache)} }]
actions:
  - name: restart_shop
    description: Restart the shop
    argv: [${quoted(node)}, ${quoted(restart)}]
    access: { reads: [${quoted(restart)}], network: host }
    check: { capability: http_probe, params: { probe: shop }, fact: is_expected, expect: { equals: true }, within: 30s }
  - name: clear_cache
    description: Clear the cache of images
    argv: [${quoted(node)}, ${quoted(moveAll)}, ${quoted(cache)}, ${quoted(kept)}]
    access: { reads: [${quoted(moveAll)}], writes: [${quoted(cache)}, ${quoted(kept)}] }
    check: { capability: directory_size, params: { directory: cache }, fact: files, expect: { below: 1 }, within: 5s }
    undo: { action: restore_cache }
  - name: restore_cache
    description: Restore the cache of images
    argv: [${quoted(node)}, ${quoted(moveAll)}, ${quoted(kept)}, ${quoted(cache)}]
    access: { reads: [${quoted(moveAll)}], writes: [${quoted(cache)}, ${quoted(kept)}] }
  - name: reach_out
    description: Write where nothing may be written
    argv: [/usr/bin/touch, ${quoted(join(place.home, 'outside'))}]
  - name: mark
    description: Mark a run of {colour}
    argv: [${quoted(mark)}, ${quoted(join(runs, '{colour}-XXXXXX'))}]
    parameters: [{ name: colour, kind: enum, values: [red, green] }]
    access: { writes: [${quoted(runs)}] }
  - name: wait_long
    description: Wait for a long time
    argv: [/usr/bin/sleep, "3000"]
    limit: 1h
`,
  )
  return file
}

const json = async (response: Response): Promise<any> => response.json()
const ask = async ({ url }: Server, path: string, body: unknown = {}): Promise<any> => json(await post(url, path, body))
const untilRunning = async ({ url }: Server, { proposal_id: id }: { proposal_id: string }): Promise<void> => {
  while ((await json(await fetch(`${url}/actions/proposals/${id}`))).state !== 'running') await new Promise((resolve) => setTimeout(resolve, 20))
}
const approve = (server: Server, { proposal_id: id, hash }: { proposal_id: string; hash: string }): Promise<any> =>
  ask(server, `/actions/proposals/${id}/approve`, { hash })

test(
  'a person asks in plain words, sees what would run, says yes: it runs in the fence, is checked, and is taken back by another yes',
  { skip, timeout: 600_000 },
  async () => {
    using place = workplace({})
    const port = await freePort()
    await using _service = supervised(port)
    const env = { ANSWERABLE_SYSTEMS: prepare(place, port) }
    await using server = await serve(['--data', place.data], { env })
    const cache = join(place.home, 'cache')
    for (const name of ['a.png', 'b.png']) writeFileSync(join(cache, name), name)

    const asked = await ask(server, '/actions/requests', { request: 'please empty the image cache' })
    assert.equal(asked.proposal.action, 'clear_cache')
    assert.equal(asked.hash, asked.proposal.hash)
    assert.match(asked.proposal.check, /"files" of cache must be below 1/)
    assert.match(asked.proposal.undo, /restore_cache/)
    assert.equal(readdirSync(cache).length, 2, 'nothing runs before the yes')
    const cleared = await approve(server, asked.proposal)
    assert.deepEqual([cleared.state, cleared.outcome?.exit_code, cleared.outcome?.check?.held], ['succeeded', 0, true], JSON.stringify(cleared))
    assert.deepEqual(readdirSync(cache), [])

    const undo = await ask(server, `/actions/proposals/${cleared.proposal_id}/undo`)
    assert.deepEqual([undo.action, undo.state, undo.undoes], ['restore_cache', 'proposed', cleared.proposal_id])
    assert.equal((await approve(server, undo)).state, 'succeeded')
    assert.deepEqual(readdirSync(cache).sort(), ['a.png', 'b.png'])
    assert.equal((await json(await fetch(`${server.url}/actions/proposals/${cleared.proposal_id}`))).state, 'undone')

    const pid = async (): Promise<string> => {
      for (;;) {
        const answer = await fetch(`http://127.0.0.1:${port}/`).catch(() => null)
        if (answer) return answer.text()
      }
    }
    const before = await pid()
    const restarted = await approve(server, (await ask(server, '/actions/requests', { request: 'restart the shop' })).proposal)
    assert.equal(restarted.state, 'succeeded', JSON.stringify(restarted))
    assert.notEqual(await pid(), before)
    assert.match(restarted.outcome.output, /asked it to end, mail \[/, 'output is masked')

    const outside = await approve(server, await ask(server, '/actions/proposals', { action: 'reach_out' }))
    assert.equal(outside.state, 'failed')
    assert.equal(existsSync(join(place.home, 'outside')), false)

    const { records } = await json(await fetch(`${server.url}/audit?subject=${cleared.proposal_id}`))
    assert.deepEqual(
      records.map(({ kind }: { kind: string }) => kind),
      ['undo', 'run', 'check', 'run', 'approval', 'proposal'],
    )
    assert.equal((await json(await fetch(`${server.url}/audit/verify`))).intact, true)
  },
)

test('the command line shows the same, runs it with the hash that it showed, and refuses what is not defined', { skip, timeout: 600_000 }, async () => {
  using place = workplace({})
  const env = { ANSWERABLE_SYSTEMS: prepare(place, await freePort()) }
  const answerable = (...words: string[]) => run([...words, '--data', place.data], env)
  const shown = await answerable('do', 'mark a red run')
  assert.equal(shown.code, 0, shown.stderr)
  const hash = /--approve ([0-9a-f]{64})/.exec(shown.stdout)?.[1]
  assert.ok(hash, shown.stdout)
  assert.deepEqual(readdirSync(join(place.home, 'runs')), [])
  const other = await answerable('do', 'mark a green run', '--approve', hash)
  assert.match(other.stderr, /shown for other words/)
  const ran = await answerable('do', 'mark a red run', '--approve', hash)
  assert.equal(ran.code, 0, ran.stdout + ran.stderr)
  assert.equal(readdirSync(join(place.home, 'runs')).length, 1)
  assert.match((await answerable('do', 'mark a red run', '--approve', hash)).stderr, /has run already/)
  const refused = await answerable('do', 'delete the database')
  assert.equal(refused.code, 1)
  assert.match(refused.stdout, /No action is defined for this.*Nothing was run/s)
  const verified = await answerable('audit', 'verify')
  assert.match(verified.stdout, /records, none changed/, verified.stderr)
  assert.equal(readdirSync(join(place.home, 'runs')).length, 1)
})

test(
  'the head of the audit log stands in the log of the program as it starts, and there and in the trace at each approval',
  { skip, timeout: 600_000 },
  async () => {
    using place = workplace({})
    await using server = await serve(['--data', place.data], {
      env: { ANSWERABLE_SYSTEMS: prepare(place, await freePort()), ANSWERABLE_LOG_LEVEL: 'info' },
    })
    const heads = (message: string): string[] =>
      server
        .said()
        .split('\n')
        .filter((line) => line.includes(message))
        .map((line) => /"head":"([0-9a-f]{64})"/.exec(line)![1]!)
    while (heads('The audit log ends so.').length === 0) await new Promise((resolve) => setTimeout(resolve, 20))
    assert.deepEqual(heads('The audit log ends so.'), ['0'.repeat(64)])
    const ran = await approve(server, await ask(server, '/actions/proposals', { action: 'mark', parameters: { colour: 'red' } }))
    assert.equal(ran.state, 'succeeded', JSON.stringify(ran))
    const { records } = await json(await fetch(`${server.url}/audit?subject=${ran.proposal_id}`))
    const approval = records.find(({ kind }: { kind: string }) => kind === 'approval')
    const [head] = heads('An action was approved')
    assert.equal(head, approval.hash)
    const { traces } = await json(await fetch(`${server.url}/traces`))
    const trace = await json(await fetch(`${server.url}/traces/${traces[0].trace_id}`))
    assert.equal(trace.spans[0].attributes['answerable.audit.head'], head, JSON.stringify(trace.spans))
    assert.equal((await json(await fetch(`${server.url}/audit/verify?head=${head}`))).intact, true)
  },
)

test(
  'over HTTP 600 approvals that are none pass nowhere, of a stranger with an admin key neither, and ten at once run once',
  { skip, timeout: 600_000 },
  async (context) => {
    using place = workplace({})
    await using server = await serve(['--data', place.data], { env: { ANSWERABLE_SYSTEMS: prepare(place, await freePort()) } })
    const { key } = await ask(server, '/keys', { name: 'another', scope: 'admin' })
    const random = seededRandom(3)
    const runs = (): number => readdirSync(join(place.home, 'runs')).length
    const propose = () => ask(server, '/actions/proposals', { action: 'mark', parameters: { colour: 'red' } })
    let attempts = 0
    const refused = async (id: string, hash: unknown, headers: Record<string, string> = {}): Promise<void> => {
      attempts += 1
      const { status } = await post(server.url, `/actions/proposals/${id}/approve`, { hash }, headers)
      assert.ok(status >= 400, `${status} for ${id} ${String(hash)}`)
    }
    const [proposal, second] = [await propose(), await propose()]
    for (let round = 0; round < 80; round++) {
      await refused(proposal.proposal_id, flipped(proposal.hash, random))
      await refused(proposal.proposal_id, second.hash)
      await refused(newId(), proposal.hash)
      await refused(proposal.proposal_id, proposal.hash, { authorization: `Bearer ${key}` })
      await refused(proposal.proposal_id, proposal.hash.toUpperCase())
      await refused(proposal.proposal_id, [proposal.hash])
      await refused(proposal.proposal_id, proposal.hash, { origin: 'http://evil.example' })
    }
    assert.equal(runs(), 0)
    const atOnce = await Promise.all(
      Array.from({ length: 10 }, () => post(server.url, `/actions/proposals/${proposal.proposal_id}/approve`, { hash: proposal.hash })),
    )
    assert.equal(atOnce.filter(({ ok }) => ok).length, 1)
    for (let again = 0; again < 40; again++) await refused(proposal.proposal_id, proposal.hash)
    await ask(server, `/actions/proposals/${second.proposal_id}/reject`)
    await refused(second.proposal_id, second.hash)
    assert.equal(runs(), 1)
    context.diagnostic(`${attempts + 9} forged approvals over HTTP, 0 passed`)
    assert.ok(attempts > 500)
  },
)

test('a changed script is not run; what was under way when the program was killed is unknown and runs no second time', { skip, timeout: 600_000 }, async () => {
  using place = workplace({})
  const env = { ANSWERABLE_SYSTEMS: prepare(place, await freePort()) }
  const runs = join(place.home, 'runs')
  let [waiting, marked]: any[] = []
  {
    await using server = await serve(['--data', place.data], { env })
    marked = await ask(server, '/actions/proposals', { action: 'mark', parameters: { colour: 'red' } })
    copyFileSync('/usr/bin/touch', join(place.home, 'bin/mark'))
    assert.match((await approve(server, marked)).detail, /not what was proposed/)
    waiting = await ask(server, '/actions/proposals', { action: 'wait_long' })
    void post(server.url, `/actions/proposals/${waiting.proposal_id}/approve`, { hash: waiting.hash }).catch(() => {})
    await untilRunning(server, waiting)
    await server.stop('SIGKILL')
  }
  await using server = await serve(['--data', place.data], { env })
  const found = await json(await fetch(`${server.url}/actions/proposals/${waiting.proposal_id}`))
  assert.equal(found.state, 'unknown')
  assert.match((await approve(server, waiting)).detail, /nobody knows how far it came/)
  assert.deepEqual(readdirSync(runs), [])
  assert.equal((await json(await fetch(`${server.url}/audit/verify`))).intact, true)
})

test(
  'the switch ends a running action with all its processes, and nothing is proposed or approved until it is taken back',
  { skip, timeout: 600_000 },
  async () => {
    using place = workplace({})
    await using server = await serve(['--data', place.data], { env: { ANSWERABLE_SYSTEMS: prepare(place, await freePort()) } })
    const waiting = await ask(server, '/actions/proposals', { action: 'wait_long' })
    const marked = await ask(server, '/actions/proposals', { action: 'mark', parameters: { colour: 'red' } })
    const ended = approve(server, waiting)
    await untilRunning(server, waiting)
    assert.equal((await ask(server, '/agent/stop', { reason: 'a drill' })).stopped, true)
    const { state, outcome } = await ended
    assert.deepEqual([state, outcome.exit_code], ['failed', null])
    assert.match(outcome.problem, /stopped with all its processes/)
    assert.match((await approve(server, marked)).detail, /stopped by owner.*a drill/)
    assert.match((await ask(server, '/actions/requests', { request: 'mark a red run' })).detail, /stopped by owner/)
    assert.equal((await ask(server, '/agent/resume')).stopped, false)
    process.kill(server.pid, 'SIGUSR2')
    while (!(await json(await fetch(`${server.url}/agent`))).stopped) await new Promise((resolve) => setTimeout(resolve, 20))
    assert.match((await approve(server, marked)).detail, /SIGUSR2/)
    await ask(server, '/agent/resume')
    assert.equal((await approve(server, marked)).state, 'succeeded')
  },
)

test('neither MCP nor the door of OpenAI can propose, approve, stop or resume', { timeout: 600_000 }, async () => {
  using place = workplace({})
  await using server = await serve(['--data', place.data])
  const call = async (method: string, params: object) =>
    (await post(server.url, '/mcp', { jsonrpc: '2.0', id: 1, method, params }, { accept: 'application/json, text/event-stream' })).text()
  const listed = await call('tools/list', {})
  const tools = (JSON.parse(/^data: (.*)$/m.exec(listed)?.[1] ?? listed) as { result: { tools: { name: string }[] } }).result.tools
  const names = tools.map(({ name }) => name)
  assert.ok(names.includes('ask'))
  assert.deepEqual(
    names.filter((name) => /action|approv|propos|audit|agent|do$/.test(name)),
    [],
  )
  for (const name of ['approveProposal', 'approve_proposal', 'requestAction', 'stopAgent', 'resumeAgent'])
    assert.match(await call('tools/call', { name, arguments: {} }), /There is no tool/)
})
