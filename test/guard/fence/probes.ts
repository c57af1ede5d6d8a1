/**
 * Little programs that try to get out of the fence. Perl is their language because every Debian has it and it makes any system call. Whoever
 * thinks that it got out ends with 77; whether anything got out is seen from outside (`fence.test.ts`), not by what they say.
 */

export interface Target {
  /** A folder with a file `canary`, whose words are secret; and files that can be harmed. */
  readonly folder: string
  readonly tcp: number
  readonly udp: number
  readonly abstractName: string
  /** A process of the same user. */
  readonly victim: number
}

export interface Probe {
  readonly id: string
  readonly program?: string
  readonly args: readonly string[]
  readonly system?: 'libraries' | 'programs'
  /** Of a fresh folder that may be written. */
  readonly isWriting?: true
  readonly network?: 'host'
  /** The only ways in which it may end. */
  readonly endsBy?: readonly string[]
  readonly wallMs?: number
}

const out = 'exit 77'
// Without `my`: a name that is declared in a condition is not known behind its `and`.
const perl = (id: string, code: string, more: Partial<Probe> = {}): Probe => ({ id, args: ['-e', code], ...more })

export const probesOf = (target: Target): Probe[] => [
  ...writing(target),
  ...reading(target),
  ...networking(target),
  ...signalling(target),
  ...systemCalls,
  ...terminals,
  ...descriptors,
  ...greedy,
  ...programs(target),
]

const quoted = (text: string): string => `'${text}'`

/** Fifteen ways to change a file or make one, at places all over the machine. */
const writing = ({ folder }: Target): Probe[] => {
  const places = [
    folder,
    '/',
    '/usr',
    '/usr/lib',
    '/etc',
    '/dev',
    '/dev/shm',
    '/proc/sys/kernel',
    '/sys',
    '/var',
    '/var/tmp',
    '/root',
    '/home',
    '/run',
    '/opt',
    '/boot',
    '/srv',
    '/lib',
  ]
  const ways: Record<string, (place: string) => string> = {
    create: (place) => `open($f, '>', ${quoted(`${place}/fence-escape`)}) and ${out}`,
    mkdir: (place) => `mkdir(${quoted(`${place}/fence-escape`)}) and ${out}`,
    symlink: (place) => `symlink('/etc/passwd', ${quoted(`${place}/fence-escape`)}) and ${out}`,
    link: (place) => `open($f, '>', '/tmp/own'); link('/tmp/own', ${quoted(`${place}/fence-escape`)}) and ${out}`,
    socket: (place) => `use Socket; socket($s, PF_UNIX, SOCK_STREAM, 0); bind($s, pack_sockaddr_un(${quoted(`${place}/fence-escape`)})) and ${out}`,
  }
  const harms: Record<string, string> = {
    append: `open($f, '>>', '${folder}/victim') and ${out}`,
    truncate: `truncate('${folder}/victim', 0) and ${out}`,
    unlink: `unlink('${folder}/victim') and ${out}`,
    rename: `rename('${folder}/victim', '${folder}/moved') and ${out}`,
    chmod: `chmod(0777, '${folder}/victim') and ${out}`,
    chown: `chown($<, $(, '${folder}/victim') and ${out}`,
    utime: `utime(1, 1, '${folder}/victim') and ${out}`,
    'write by own root': `open($f, '>', '/proc/self/root${folder}/victim') and ${out}`,
    'write by working folder': `open($f, '>', '/proc/self/cwd/../..${folder}/victim') and ${out}`,
    'write behind a link of its own': `symlink('${folder}', '/tmp/behind'); open($f, '>', '/tmp/behind/victim') and ${out}`,
    'remount of the root': `syscall(165, 'none', '/', 0, 32, 0) == 0 and ${out}`,
    'sysctl core_pattern': `open($f, '>', '/proc/sys/kernel/core_pattern') and ${out}`,
    sysrq: `open($f, '>', '/proc/sysrq-trigger') and ${out}`,
    'own oom score below zero': `open($f, '>', '/proc/self/oom_score_adj') and print {$f} '-900' and close($f) and ${out}`,
    'map of users': `open($f, '>', '/proc/self/uid_map') and print {$f} '0 0 1' and close($f) and ${out}`,
  }
  return [
    ...places.flatMap((place) =>
      Object.entries(ways).map(([way, code]) => perl(`${way} in ${place}`, code(place === '/' ? '' : place), { system: 'programs' })),
    ),
    ...Object.entries(harms).map(([way, code]) => perl(way, code, { system: 'programs' })),
    perl('a link out of a folder that may be written', `symlink('${folder}/victim', "$ARGV[0]/way"); open($f, '>>', "$ARGV[0]/way") and ${out}`, {
      isWriting: true,
    }),
    perl('a hard link of a library that may be written', `link('/usr/bin/env', "$ARGV[0]/env") and open($f, '>>', "$ARGV[0]/env") and ${out}`, {
      isWriting: true,
      system: 'programs',
    }),
    perl('a device in a folder that may be written', `syscall(133, "$ARGV[0]/device", 0060666, 0x100) == 0 and ${out}`, { isWriting: true }),
    perl('a program with the rights of its owner', `open($f, '>', "$ARGV[0]/s"); close $f; chmod(06755, "$ARGV[0]/s"); exec("$ARGV[0]/s")`, {
      isWriting: true,
    }),
  ]
}

const reading = ({ folder, victim }: Target): Probe[] => {
  const files = [
    `${folder}/canary`,
    `/tmp/../${folder}/canary`,
    `/proc/self/root${folder}/canary`,
    `/proc/1/root${folder}/canary`,
    `/proc/2/root${folder}/canary`,
    `/proc/${victim}/root${folder}/canary`,
    `/proc/${victim}/environ`,
    `/proc/${victim}/cmdline`,
    `/proc/${victim}/maps`,
    `/proc/${victim}/mem`,
    `/proc/${victim}/status`,
    `/proc/${victim}/cwd/canary`,
    `/oldroot${folder}/canary`,
    `/newroot${folder}/canary`,
    `/proc/kcore`,
    `/dev/mem`,
    `/dev/kmem`,
    `/dev/kmsg`,
    `/dev/sda`,
    `/dev/vda`,
    `/dev/fuse`,
    `/dev/kvm`,
    `/dev/loop-control`,
    `/dev/ptmx`,
    `/dev/tty`,
    `/dev/console`,
    `/etc/shadow`,
    `/etc/passwd`,
    `/etc/ssh/ssh_host_rsa_key`,
    `/root/.bash_history`,
    `/var/run/docker.sock`,
    `/run/systemd/private`,
    `/sys/kernel/security`,
    `/sys/fs/cgroup`,
    `/boot`,
  ]
  return [
    // That a door opens is enough; what comes out of it is looked for in the output.
    ...files.map((file) =>
      perl(
        `read ${file.replace(String(victim), 'VICTIM')}`,
        `if (-d '${file}') { opendir($d, '${file}') and print(readdir $d) and ${out} } open($f, '<', '${file}') and do { sysread($f, $words, 4096); print $words; ${out} }`,
        { system: 'programs' },
      ),
    ),
    ...['', '/proc', '/tmp'].map((place) =>
      perl(
        `whole tree below ${place || '/'}`,
        `my @w = ('${place}/'); while (@w) { my $d = pop @w; next if $d =~ m{^/(usr|lib|lib64|proc/sys)/?} || $d =~ tr{/}{} > 6; opendir(my $h, $d) or next; for (readdir $h) { next if /^\\.\\.?$/; my $p = "$d$_"; if (-d $p && !-l $p) { push @w, "$p/" } elsif (-f $p && -s $p < 10000) { open($f, '<', $p) and do { local $/; print <$f> // '' } } } }`,
        { system: 'programs' },
      ),
    ),
    perl('environment', 'print map { "$_=$ENV{$_}\\n" } keys %ENV; open($f, "<", "/proc/self/environ") and print <$f>', { system: 'programs' }),
    perl('environment of the first process', 'open($f, "<", "/proc/1/environ") and print <$f>', { system: 'programs' }),
    perl('command line of the first process', 'open($f, "<", "/proc/1/cmdline") and print <$f>', { system: 'programs' }),
    perl(
      'mounts',
      'open($f, "<", "/proc/self/mountinfo") or exit 0; while (<$f>) { /^\\S+ \\S+ \\S+ (\\S+) (\\S+) rw/ and $2 !~ m{^/(tmp|proc|dev)} and exit 77 }',
      { system: 'programs' },
    ),
  ]
}

const networking = ({ tcp, udp, abstractName }: Target): Probe[] => {
  const addresses = ['127.0.0.1', '127.0.0.2', '0.0.0.0', '169.254.169.254', '10.0.0.1', '8.8.8.8']
  const inet = (address: string, type: string, port: number): string =>
    `use Socket; socket($s, PF_INET, ${type}, 0) or exit 0; alarm 2; connect($s, pack_sockaddr_in(${port}, inet_aton('${address}'))) or exit 0; send($s, 'escape', 0) and ${out}`
  const names: Record<number, string> = {
    2: 'inet',
    3: 'ax25',
    4: 'ipx',
    5: 'appletalk',
    9: 'x25',
    10: 'inet6',
    15: 'key',
    16: 'netlink',
    17: 'packet',
    21: 'rds',
    26: 'llc',
    27: 'infiniband',
    29: 'can',
    30: 'tipc',
    31: 'bluetooth',
    33: 'rxrpc',
    36: 'ieee802154',
    38: 'alg',
    39: 'nfc',
    40: 'vsock',
    41: 'kcm',
    42: 'qipcrtr',
    43: 'smc',
    44: 'xdp',
    45: 'mctp',
  }
  return [
    ...addresses.map((address) => perl(`tcp to ${address}`, inet(address, 'SOCK_STREAM', tcp))),
    ...addresses.map((address) => perl(`udp to ${address}`, inet(address, 'SOCK_DGRAM', udp))),
    perl('raw socket', `use Socket; socket($s, PF_INET, SOCK_RAW, 1) and ${out}`),
    perl('listening for others', `use Socket; socket($s, PF_INET, SOCK_STREAM, 0) and bind($s, pack_sockaddr_in(0, INADDR_ANY)) and listen($s, 1) and ${out}`),
    perl('abstract socket', `use Socket; socket($s, PF_UNIX, SOCK_STREAM, 0); connect($s, pack('Sa*', 1, "\\0${abstractName}")) and ${out}`),
    perl(
      'socket of the session bus',
      `use Socket; socket($s, PF_UNIX, SOCK_STREAM, 0); connect($s, pack_sockaddr_un('/run/dbus/system_bus_socket')) and ${out}`,
    ),
    perl('socket of systemd', `use Socket; socket($s, PF_UNIX, SOCK_STREAM, 0); connect($s, pack_sockaddr_un('/run/systemd/private')) and ${out}`),
    ...Object.entries(names).flatMap(([family, name]) => [
      perl(
        `socket of family ${name}`,
        `socket($s, ${family}, 2, 0) and ${out}; socket($s, ${family}, 3, 0) and ${out}; socket($s, ${family}, 1, 0) and ${out}`,
      ),
      ...(Number(family) === 2 || Number(family) === 10 || Number(family) === 16
        ? []
        : [
            perl(
              `socket of family ${name} where the network is given`,
              `socket($s, ${family}, 2, 0) and ${out}; socket($s, ${family}, 3, 0) and ${out}; socket($s, ${family}, 1, 0) and ${out}`,
              { network: 'host' },
            ),
          ]),
    ]),
    perl('raw socket where the network is given', `use Socket; socket($s, PF_INET, SOCK_RAW, 1) and ${out}`, { network: 'host' }),
    perl('name lookup', `my @found = gethostbyname('example.com'); @found and ${out}`),
  ]
}

const signalling = ({ victim }: Target): Probe[] => [
  ...['KILL', 'STOP', 'TERM', 'HUP', 'USR1', 'ZERO'].map((name) => perl(`signal ${name} to another process`, `kill('${name}', ${victim}) and ${out}`)),
  perl('signal to a group', `kill('KILL', -${victim}) and ${out}`),
  perl('signal to all', `kill('KILL', -1); exit 0`),
  perl('signal to the parent', `kill('KILL', getppid()); exit 0`, { endsBy: ['exit', 'signal'] }),
  perl('signal to the first process', `kill('KILL', 1); exit 0`, { endsBy: ['exit', 'signal'] }),
  perl('tgkill', `syscall(234, ${victim}, ${victim}, 9) == 0 and ${out}`),
  perl('queued signal', `my $info = pack('iii', 9, 0, -1) . ("\\0" x 116); syscall(129, ${victim}, 9, $info) == 0 and ${out}`),
  perl('pidfd', `my $fd = syscall(434, ${victim}, 0); $fd >= 0 and ${out}`),
  perl('priority of others', `setpriority(0, ${victim}, 19) and ${out}`),
  perl('limits of others', `my $old = "\\0" x 16; syscall(302, ${victim}, 7, 0, $old) == 0 and ${out}`),
  perl('scheduling of others', `syscall(145, ${victim}) >= 0 and ${out}`),
]

/** What is refused must be refused for what it is: with these arguments a call that the kernel lets in fails otherwise, or not at all. */
const refused = (id: string, number: number, args = '0, 0, 0, 0, 0'): Probe =>
  perl(`system call ${id}`, `my $r = syscall(${number}, ${args}); ($r == -1 and ($!{EPERM} or $!{ENOSYS})) or ${out}`)

const calls: Readonly<Record<string, number>> = {
  ptrace: 101,
  process_vm_readv: 310,
  process_vm_writev: 311,
  kcmp: 312,
  pidfd_getfd: 438,
  mount: 165,
  umount2: 166,
  pivot_root: 155,
  chroot: 161,
  open_tree: 428,
  move_mount: 429,
  fsopen: 430,
  fsconfig: 431,
  fsmount: 432,
  fspick: 433,
  mount_setattr: 442,
  name_to_handle_at: 303,
  open_by_handle_at: 304,
  mknodat: 259,
  fanotify_init: 300,
  unshare: 272,
  setns: 308,
  clone3: 435,
  add_key: 248,
  request_key: 249,
  keyctl: 250,
  syslog: 103,
  bpf: 321,
  perf_event_open: 298,
  userfaultfd: 323,
  io_uring_setup: 425,
  io_uring_enter: 426,
  io_uring_register: 427,
  memfd_secret: 447,
  modify_ldt: 154,
  personality: 135,
  mbind: 237,
  set_mempolicy: 238,
  migrate_pages: 256,
  move_pages: 279,
  init_module: 175,
  finit_module: 313,
  delete_module: 176,
  kexec_load: 246,
  kexec_file_load: 320,
  reboot: 169,
  swapon: 167,
  swapoff: 168,
  acct: 163,
  quotactl: 179,
  quotactl_fd: 443,
  iopl: 172,
  ioperm: 173,
  settimeofday: 164,
  clock_settime: 227,
  clock_adjtime: 305,
  adjtimex: 159,
  sethostname: 170,
  setdomainname: 171,
  vhangup: 153,
  uselib: 134,
  sysfs: 139,
  vmsplice: 278,
}

const namespaces: Readonly<Record<string, number>> = {
  files: 0x20000,
  cgroups: 0x2000000,
  names: 0x4000000,
  ipc: 0x8000000,
  users: 0x10000000,
  processes: 0x20000000,
  network: 0x40000000,
}

const systemCalls: Probe[] = [
  ...Object.entries(calls).map(([name, number]) => refused(name, number)),
  ...Object.entries(namespaces).flatMap(([name, flag]) => [
    refused(`clone with a namespace of ${name}`, 56, `${flag | 17}, 0, 0, 0, 0`),
    refused(`unshare of ${name}`, 272, `${flag}, 0, 0, 0, 0`),
  ]),
  // Numbers of the second table of x86-64; and the first table of i386 is another machine to the filter.
  { ...perl('a call by its x32 number', `syscall(0x40000000 + 101, 0, 0, 0, 0); ${out}`), endsBy: ['signal', 'exit'] },
  perl('setuid to root', `$< = 0; $> = 0; $( = 0; open($f, '<', '/etc/shadow') and ${out}`),
  perl(
    'capabilities',
    `my $h = pack('Li', 0x20080522, 0); my $d = pack('L6', 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff); syscall(126, $h, $d) == 0 and ${out}`,
  ),
  perl('ambient capabilities', `syscall(157, 47, 2, 21, 0, 0) == 0 and ${out}`),
  perl('no_new_privs taken back', `syscall(157, 38, 0, 0, 0, 0) == 0 and ${out}`),
  perl(
    'a softer filter on top',
    `my $f = pack('SCCL', 6, 0, 0, 0x7fff0000); my $p = pack('Sx6P', 1, $f); syscall(317, 1, 0, $p); my $r = syscall(272, 0x10000000); $r == 0 and ${out}`,
  ),
]

const terminals: Probe[] = [
  ...[0, 1, 2].map((fd) => perl(`words put into the terminal of ${fd}`, `my $c = 'x'; open($f, '<&=', ${fd}) and ioctl($f, 0x5412, $c) and ${out}`)),
  perl('a terminal of its own', `open($f, '+<', '/dev/ptmx') and ${out}`, { system: 'programs' }),
  perl('the controlling terminal', `open($f, '+<', '/dev/tty') and ${out}`, { system: 'programs' }),
  perl('what stands on stdin', `my $n = sysread(STDIN, $words, 100); $n and ${out}`),
]

const descriptors: Probe[] = [
  perl('open files that were left', `for my $fd (3 .. 1023) { if (open($f, '<&=', $fd)) { (stat $f)[6] == 0x103 or ${out} } }`),
  perl(
    'open files by procfs',
    `opendir($d, '/proc/self/fd') or exit 0; my $own = fileno($d) // -1; for (readdir $d) { next unless /^\\d+$/; $_ > 2 and readlink("/proc/self/fd/$_") !~ m{^/(?:proc/|dev/null)} and ${out} }`,
    { system: 'programs' },
  ),
  perl(
    'folders behind open files of the first process',
    `opendir($d, '/proc/1/fd') or exit 0; for (readdir $d) { next unless /^\\d+$/; my $t = readlink("/proc/1/fd/$_") // ''; $t =~ m{^/(?!dev/null|proc)} and -d $t and $t ne '/' and ${out} }`,
    { system: 'programs' },
  ),
]

const ends = ['time', 'signal', 'exit', 'output']
const greedy: Probe[] = [
  perl('processes without end', 'while (1) { my $p = fork // last; $p or sleep 20 }; exit 0', { endsBy: ends }),
  perl('processes that make processes', 'fork while 1', { endsBy: ends }),
  perl('memory without end', 'my @a; while (1) { push @a, "x" x 10_000_000 }', { endsBy: ends }),
  perl('memory of many', 'for (1 .. 12) { my $p = fork; if (!$p) { my @a; push @a, "x" x 10_000_000 while 1 } } 1 while wait != -1', { endsBy: ends }),
  perl('output without end', 'print "x" x 65536 while 1', { endsBy: ['output'], wallMs: 30_000 }),
  perl('errors without end', 'print STDERR "x" x 65536 while 1', { endsBy: ['output'], wallMs: 30_000 }),
  perl('a file without end', 'open($f, ">", "/tmp/big"); while (1) { syswrite($f, "x" x 65536) or last }', { endsBy: ends }),
  perl('files without end', 'my $n = 0; while (mkdir("/tmp/$n")) { last if ++$n > 100_000 }', { endsBy: ends }),
  perl('open files without end', 'my @a; while (open(my $own, "<", "/dev/null")) { push @a, $own; @a > 1000 and exit 77 }', { endsBy: ends }),
  perl('time without end', 'while (1) { select undef, undef, undef, 1 }', { endsBy: ['time'] }),
  perl('work without end', '1 while 1', { endsBy: ['time', 'signal', 'exit'] }),
  perl('deaf to signals', '$SIG{$_} = "IGNORE" for keys %SIG; while (1) { sleep 1 }', { endsBy: ['time'] }),
  perl('a stopped process', 'kill("STOP", $$); sleep 20', { endsBy: ['time'] }),
  perl('a daemon', 'use POSIX; fork and exit; setsid; fork and exit; open STDIN, "<", "/dev/null"; close STDOUT; close STDERR; sleep 300'),
  perl('a daemon that holds the output', 'use POSIX; fork and exit; setsid; fork and exit; sleep 300'),
  perl('a child that is left', 'fork or do { close STDOUT; close STDERR; sleep 300 }; exit 0'),
]

/** Programs of the system, with the whole of /usr: those that run as root, and those that make namespaces. */
const programs = ({ folder }: Target): Probe[] => {
  const run = (id: string, path: string, ...args: string[]): Probe => ({ id: `program ${id}`, program: path, args, system: 'programs' })
  return [
    run('su', '/usr/bin/su', '-c', 'id'),
    run('mount', '/usr/bin/mount', '-t', 'tmpfs', 'none', '/usr'),
    run('mount of a folder', '/usr/bin/mount', '--bind', '/', '/tmp'),
    run('umount', '/usr/bin/umount', '/tmp'),
    run('unshare', '/usr/bin/unshare', '-r', 'cat', `${folder}/canary`),
    run('nsenter', '/usr/bin/nsenter', '-t', '1', '-m', 'cat', `${folder}/canary`),
    run('bwrap in bwrap', '/usr/bin/bwrap', '--bind', '/', '/', 'cat', `${folder}/canary`),
    run('chroot', '/usr/sbin/chroot', '/proc/1/root', 'cat', `${folder}/canary`),
    run('date', '/usr/bin/date', '-s', '2001-01-01'),
    run('dmesg', '/usr/bin/dmesg'),
    run('renice', '/usr/bin/renice', '-n', '5', '-p', '1'),
    run('ln', '/usr/bin/ln', '-s', '/', '/usr/fence-escape'),
    run('cp', '/usr/bin/cp', '/usr/bin/env', `${folder}/fence-escape`),
    run('rm', '/usr/bin/rm', '-rf', folder),
    run('find that deletes', '/usr/bin/find', folder, '-delete'),
    run('find that reads', '/usr/bin/find', '/', '-xdev', '-name', 'canary', '-exec', 'cat', '{}', ';'),
    run('tar', '/usr/bin/tar', '-cf', '/dev/stdout', folder),
    run('dd', '/usr/bin/dd', `of=${folder}/victim`, 'if=/dev/zero', 'count=1'),
    run('setpriv', '/usr/bin/setpriv', '--reuid', '0', 'cat', `${folder}/canary`),
    run('prlimit', '/usr/bin/prlimit', '--nproc=100000', 'cat', `${folder}/canary`),
    run('mknod', '/usr/bin/mknod', '/tmp/disk', 'b', '254', '0'),
  ]
}
