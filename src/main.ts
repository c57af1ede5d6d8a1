/** The program. The rest is loaded after the process has the memory settings that it needs. */

// glibc gives each thread heaps of its own and keeps what was freed. With two heaps and everything above 128 KiB mapped by itself, a server
// with 10,000 chunks needs about 250 MiB less; and V8 lets the young objects of each thread grow to 48 MiB before it looks at them: with 4 MiB
// halves it is 80 MiB less in all. Both are read when a process starts, so it replaces itself once (same pid, about 50 ms).
const youngSpace = '--max-semi-space-size=2'
const memorySettings = { MALLOC_ARENA_MAX: '2', MALLOC_MMAP_THRESHOLD_: '131072', MALLOC_TRIM_THRESHOLD_: '131072' }

if (process.platform === 'linux' && process.execve && !process.env['MALLOC_ARENA_MAX']) {
  process.execve(process.execPath, [process.execPath, youngSpace, ...process.execArgv, ...process.argv.slice(1)], { ...process.env, ...memorySettings })
}

await import('./app/program.ts')

export {}
