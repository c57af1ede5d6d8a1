/**
 * The filter of system calls, as the kernel takes it: classic BPF over `struct seccomp_data` (seccomp(2); linux/filter.h, linux/seccomp.h).
 * It takes away what needs no privilege to be attacked through, whatever else the fence does: other namespaces, other processes' memory,
 * keyrings, mounts, BPF, perf, io_uring, kernel modules, clocks, terminals, and sockets of families that no namespace holds (vsock).
 */
import { deniedCalls, type Machine } from './system-calls.ts'

/** null: this processor is not known, and there is no fence. */
export const machine = (arch: string = process.arch): Machine | null => (arch === 'x64' || arch === 'arm64' ? arch : null)

const ld = 0x20 // BPF_LD | BPF_W | BPF_ABS
const and = 0x54 // BPF_ALU | BPF_AND | BPF_K
const jeq = 0x15
const jge = 0x35
const ret = 0x06
const allow = 0x7fff0000
const killProcess = 0x80000000
const errno = (number: number): number => 0x00050000 | number

// Of struct seccomp_data: nr, arch, instruction_pointer, args[6]; both processors are little-endian.
const nrAt = 0
const archAt = 4
const lowOfArgument = (index: number): number => 16 + 8 * index

const audit: Readonly<Record<Machine, number>> = { x64: 0xc000003e, arm64: 0xc00000b7 }
const EPERM = 1
const ENOSYS = 38
const EAFNOSUPPORT = 97

const calls = {
  x64: { clone: 56, clone3: 435, ioctl: 16, socket: 41, socketpair: 53 },
  arm64: { clone: 220, clone3: 435, ioctl: 29, socket: 198, socketpair: 199 },
}

// CLONE_NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET.
const newNamespaces = 0x00020000 | 0x02000000 | 0x04000000 | 0x08000000 | 0x10000000 | 0x20000000 | 0x40000000
// TIOCSTI, TIOCLINUX, TIOCSETD, TIOCSCTTY: to put words into a terminal, or to take one.
const terminalRequests = [0x5412, 0x541c, 0x5423, 0x540e]
const families = { unix: 1, inet: 2, inet6: 10, netlink: 16 }

type Instruction = readonly [code: number, ifTrue: number, ifFalse: number, k: number]

/** Bytes for `bwrap --seccomp`. */
export const seccompFilter = (on: Machine, network: 'none' | 'host'): Buffer => {
  const { clone, clone3, ioctl, socket, socketpair } = calls[on]
  const reachable = network === 'host' ? Object.values(families) : [families.unix]
  return encoded([
    [ld, 0, 0, archAt],
    [jeq, 1, 0, audit[on]],
    [ret, 0, 0, killProcess],
    [ld, 0, 0, nrAt],
    // The second numbering of x86-64 (x32) would pass by the list.
    [jge, 0, 1, 0x40000000],
    [ret, 0, 0, killProcess],
    ...deniedCalls(on).flatMap((nr) => refuse(nr, EPERM)),
    // Its flags lie in memory that no filter reads; without it libraries take `clone`.
    ...refuse(clone3, ENOSYS),
    ...whenCall(clone, [
      [ld, 0, 0, lowOfArgument(0)],
      [and, 0, 0, newNamespaces >>> 0],
      [jeq, 1, 0, 0],
      [ret, 0, 0, errno(EPERM)],
      [ret, 0, 0, allow],
    ]),
    ...whenCall(ioctl, [[ld, 0, 0, lowOfArgument(1)], ...terminalRequests.flatMap((request) => refuse(request, EPERM)), [ret, 0, 0, allow]]),
    ...[socket, socketpair].flatMap((call) =>
      whenCall(call, [
        [ld, 0, 0, lowOfArgument(0)],
        ...reachable.flatMap((family): Instruction[] => [
          [jeq, 0, 1, family],
          [ret, 0, 0, allow],
        ]),
        [ret, 0, 0, errno(EAFNOSUPPORT)],
      ]),
    ),
    [ret, 0, 0, allow],
  ])
}

const refuse = (value: number, why: number): Instruction[] => [
  [jeq, 0, 1, value],
  [ret, 0, 0, errno(why)],
]

/** The body ends in `ret` on every way; the number of the call is still loaded behind it. */
const whenCall = (nr: number, body: readonly Instruction[]): Instruction[] => [[jeq, 0, body.length, nr], ...body]

const encoded = (instructions: readonly Instruction[]): Buffer => {
  const bytes = Buffer.alloc(instructions.length * 8)
  for (const [index, [code, ifTrue, ifFalse, k]] of instructions.entries()) {
    bytes.writeUInt16LE(code, index * 8)
    bytes.writeUInt8(ifTrue, index * 8 + 2)
    bytes.writeUInt8(ifFalse, index * 8 + 3)
    bytes.writeUInt32LE(k >>> 0, index * 8 + 4)
  }
  return bytes
}
