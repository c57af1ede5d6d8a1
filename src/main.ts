/** The program. The rest is loaded after the process has the memory settings that it needs. */

// Each thread would get heaps of its own from glibc, which never shrink: with two, a server with 10,000 chunks needs about 100 MiB less.
// They are read at the start of a process, so it replaces itself once (same pid, about 50 ms).
if (process.platform === 'linux' && process.execve && !process.env['MALLOC_ARENA_MAX']) {
  process.execve(process.execPath, [process.execPath, ...process.execArgv, ...process.argv.slice(1)], { ...process.env, MALLOC_ARENA_MAX: '2' })
}

await import('./app/program.ts')

export {}
