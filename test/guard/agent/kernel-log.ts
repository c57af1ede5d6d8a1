/** What a process and all that it started did to the world, as the kernel was asked for it (strace). */
import { readFileSync } from 'node:fs'

export interface Effects {
  /** Programs that were started. */
  readonly started: readonly string[]
  /** Files opened to be written, made, removed, renamed or changed. */
  readonly written: readonly string[]
  readonly read: readonly string[]
  /** `127.0.0.1:80`, `unix:/path`. */
  readonly connected: readonly string[]
  /** Anything else that was traced: ptrace, mount, … as strace wrote it. */
  readonly others: readonly string[]
}

/** Only those are stopped for; all others run at full speed (`--seccomp-bpf`). Not every machine or strace knows all of them. */
export const traced =
  'execve,execveat,open,openat,openat2,creat,unlink,unlinkat,rename,renameat,renameat2,link,linkat,symlink,symlinkat,mkdir,mkdirat,rmdir,mknod,mknodat,chmod,fchmodat,fchmodat2,chown,lchown,fchownat,truncate,connect,sendto,sendmsg,ptrace,process_vm_readv,process_vm_writev,mount,umount2,pivot_root,chroot,setns,unshare,init_module,finit_module,kexec_load,bpf,keyctl,add_key,setxattr'

export const readEffects = (path: string): Effects => {
  const effects = { started: [] as string[], written: [] as string[], read: [] as string[], connected: [] as string[], others: [] as string[] }
  const known = new Set<string>()
  for (const line of readFileSync(path, 'latin1').split('\n')) {
    // `123 openat(AT_FDCWD, "/x", O_RDONLY) = 3`, in two lines where another process came between.
    const call = /^\d+ +(\w+)\((.*)$/.exec(line)
    if (!call || known.has(line.slice(line.indexOf(' ')))) continue
    known.add(line.slice(line.indexOf(' ')))
    const [, name, rest] = call as unknown as [string, string, string]
    const paths = [...rest.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map((match) => match[1]!)
    if (name.startsWith('exec')) effects.started.push(paths[0] ?? rest)
    else if (name === 'connect' || name === 'sendto' || name === 'sendmsg') {
      const where = addressOf(rest)
      if (where) effects.connected.push(where)
    } else if (/^(?:open|openat|openat2|creat)$/.test(name)) {
      if (name === 'creat' || /O_WRONLY|O_RDWR|O_CREAT|O_TRUNC|O_APPEND/.test(rest)) effects.written.push(paths[0] ?? rest)
      else effects.read.push(paths[0] ?? rest)
    } else if (/^(?:unlink|rename|link|symlink|mkdir|rmdir|mknod|f?chmod|l?f?chown|truncate|setxattr)/.test(name)) effects.written.push(...paths)
    else effects.others.push(`${name}(${rest}`)
  }
  return effects
}

const addressOf = (rest: string): string | null => {
  const inet = /sin6?_port=htons\((\d+)\).*?(?:inet_addr\("([^"]+)"\)|inet_pton\(AF_INET6, "([^"]+)")/.exec(rest)
  if (inet) return `${inet[2] ?? inet[3]}:${inet[1]}`
  const unix = /sun_path=@?"([^"]*)"/.exec(rest)
  if (unix) return `unix:${unix[1]}`
  return rest.includes('sa_family=') && !rest.includes('AF_NETLINK') && !rest.includes('AF_UNSPEC') ? rest : null
}
