import { registerHooks } from 'node:module'
import { Server, Socket } from 'node:net'

/** What parsing never needs: network, processes, threads, databases, debuggers. */
const closed = new Set(
  (
    'net tls http https http2 dgram dns dns/promises child_process worker_threads cluster sqlite wasi inspector inspector/promises ' +
    'repl v8 vm trace_events diagnostics_channel'
  )
    .split(' ')
    .flatMap((name) => [name, `node:${name}`]),
)

/**
 * Takes from this process what parsing never needs, for all modules loaded from now on. A second line: JavaScript alone cannot
 * fence JavaScript in. What holds is told by `fence.ts`: Node's permission model for files, the kernel for the network.
 */
export const disarm = (): void => {
  registerHooks({
    resolve: (specifier, context, next) => {
      if (closed.has(specifier)) throw new Error(`"${specifier}" is not available where documents are parsed.`)
      return next(specifier, context)
    },
  })
  // Reached through the pipe to the program, which is a socket too.
  Reflect.deleteProperty(Socket.prototype, 'connect')
  Reflect.deleteProperty(Server.prototype, 'listen')
  for (const name of ['fetch', 'WebSocket', 'EventSource']) Reflect.deleteProperty(globalThis, name)
  for (const name of ['kill', 'dlopen', 'getBuiltinModule', '_linkedBinding']) Reflect.deleteProperty(process, name)
}
