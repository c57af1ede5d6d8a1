/** Numbers of system calls that nothing in the fence may make (linux: arch/x86/entry/syscalls/syscall_64.tbl, include/uapi/asm-generic/unistd.h). */

export type Machine = 'x64' | 'arm64'

type Numbers = readonly [x64: number | null, arm64: number | null]

// From 424 on both number alike.
const alike = (number: number): Numbers => [number, number]

const denied: Readonly<Record<string, Numbers>> = {
  // Other processes.
  ptrace: [101, 117],
  process_vm_readv: [310, 270],
  process_vm_writev: [311, 271],
  kcmp: [312, 272],
  pidfd_getfd: alike(438),
  process_madvise: alike(440),
  process_mrelease: alike(448),
  // Files that are not there for it.
  mount: [165, 40],
  umount2: [166, 39],
  pivot_root: [155, 41],
  chroot: [161, 51],
  open_tree: alike(428),
  move_mount: alike(429),
  fsopen: alike(430),
  fsconfig: alike(431),
  fsmount: alike(432),
  fspick: alike(433),
  mount_setattr: alike(442),
  statmount: alike(457),
  listmount: alike(458),
  open_tree_attr: alike(467),
  name_to_handle_at: [303, 264],
  open_by_handle_at: [304, 265],
  mknod: [133, null],
  mknodat: [259, 33],
  fanotify_init: [300, 262],
  // Namespaces; `clone` is looked at by its flags.
  unshare: [272, 97],
  setns: [308, 268],
  // What the kernel keeps for others.
  add_key: [248, 217],
  request_key: [249, 218],
  keyctl: [250, 219],
  syslog: [103, 116],
  lookup_dcookie: [212, 18],
  // Wide doors into the kernel.
  bpf: [321, 280],
  perf_event_open: [298, 241],
  userfaultfd: [323, 282],
  io_uring_setup: alike(425),
  io_uring_enter: alike(426),
  io_uring_register: alike(427),
  memfd_secret: alike(447),
  modify_ldt: [154, null],
  remap_file_pages: [216, 234],
  vmsplice: [278, 75],
  uselib: [134, null],
  personality: [135, 92],
  ustat: [136, null],
  sysfs: [139, null],
  _sysctl: [156, null],
  mbind: [237, 235],
  set_mempolicy: [238, 237],
  get_mempolicy: [239, 236],
  migrate_pages: [256, 238],
  move_pages: [279, 239],
  set_mempolicy_home_node: alike(450),
  lsm_get_self_attr: alike(459),
  lsm_set_self_attr: alike(460),
  lsm_list_modules: alike(461),
  // The machine.
  init_module: [175, 105],
  finit_module: [313, 273],
  delete_module: [176, 106],
  kexec_load: [246, 104],
  kexec_file_load: [320, 294],
  reboot: [169, 142],
  swapon: [167, 224],
  swapoff: [168, 225],
  acct: [163, 89],
  quotactl: [179, 60],
  quotactl_fd: alike(443),
  nfsservctl: [180, 42],
  iopl: [172, null],
  ioperm: [173, null],
  settimeofday: [164, 170],
  clock_settime: [227, 112],
  clock_adjtime: [305, 266],
  adjtimex: [159, 171],
  sethostname: [170, 161],
  setdomainname: [171, 162],
  vhangup: [153, 58],
}

export const deniedCalls = (on: Machine): number[] => Object.values(denied).flatMap(([x64, arm64]) => (on === 'x64' ? x64 : arm64) ?? [])
