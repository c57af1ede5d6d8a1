/** The English that people give orders in. Words of the systems themselves come from the operator's file. */
import { stem } from '../../base/stem.ts'

/** What is done to a thing: words of one class mean the same, words of two classes never do. */
const classes: readonly string[] = [
  'restart reboot bounce recycle relaunch kick respawn restarting',
  'stop halt shutdown quit',
  'kill terminate abort end',
  'start launch boot',
  'reload reread rehash',
  'refresh',
  'clear clean empty purge flush wipe prune tidy cleanup invalidate',
  'free reclaim',
  'delete remove drop erase destroy trash rm unlink truncate shred',
  'scale resize',
  'increase grow raise',
  'decrease shrink reduce lower',
  'rotate',
  'renew reissue',
  'pause suspend freeze',
  'resume unpause unfreeze continue',
  'enable activate',
  'disable deactivate',
  'block ban',
  'unblock unban allow',
  'backup dump snapshot archive',
  'restore recover',
  'failover promote switchover',
  'drain evict cordon',
  'undrain uncordon',
  'vacuum analyze analyse',
  'reindex rebuild',
  'deploy release ship publish',
  'install',
  'upgrade update patch',
  'rollback revert undo',
  'lock',
  'unlock',
  'mount',
  'unmount',
  'open',
  'close',
  'create make add',
  'move copy migrate transfer',
  'change set modify edit replace rename',
  'format reset',
  'send mail notify post upload',
  'show list print display read cat tell check get fetch download',
  'disconnect',
  'ignore override bypass disregard forget pretend',
  'approve confirm',
  'warm preload prefill',
  'retry requeue replay reprocess rerun',
  'detach',
  'attach',
]

const phrasal: readonly (readonly [RegExp, string])[] = [
  [/\b(?:shut|take|bring|turn) (?:it |them )?down\b/g, 'stop'],
  [/\b(?:bring|start|spin|fire) (?:it |them )?up\b/g, 'start'],
  [/\bscale (?:up|down|out|in)\b/g, 'scale'],
  [/\bscale ((?:[\w-]+ ){1,4})(?:up|down|out|in)\b/g, 'scale $1'],
  [/\bput ((?:[\w-]+ ){1,4})on hold\b/g, 'pause $1'],
  [/\btry ((?:[\w-]+ ){1,4})again\b/g, 'retry $1'],
  [/\b(?:clean|clear|wipe|tidy|empty|flush) (?:up|out|off)\b/g, 'clear'],
  [/\bfree up\b/g, 'free'],
  [/\bget rid of\b/g, 'delete'],
  [/\b(?:turn|switch) off\b/g, 'disable'],
  [/\b(?:turn|switch) on\b/g, 'enable'],
  [/\broll(?:ing)? back\b/g, 'rollback'],
  [/\bfail(?:ing)? over\b/g, 'failover'],
  [/\bback(?:ing)? up\b/g, 'backup'],
  [/\bpower[- ]cycle\b/g, 'restart'],
  [/\bturn off and on again\b/g, 'restart'],
  [/\bre-(?=[a-z])/g, 're'],
]

/** `shut down` is one word for those who read words one by one. */
export const joinPhrasal = (text: string): string => phrasal.reduce((joined, [form, word]) => joined.replace(form, word), text)

export const stemmed = (word: string): string => stem(word, 'en')

const classByStem = new Map(classes.map((words) => words.split(' ')).flatMap((words) => words.map((word) => [stemmed(word), words[0]!] as const)))

/** Named by its first word; null for what is no such word. */
export const classOf = (stemOfWord: string): string | null => classByStem.get(stemOfWord) ?? null

const set = (words: string): ReadonlySet<string> => new Set(words.split(' '))

/** Words that change nothing about what is asked for. */
export const fillers = set(
  'a an the this that these those it its of for in at to from on by with my our your their his her me us we i you he she they please kindly could can would will shall ' +
    'may might want wants need needs like to be is are am now right away immediately asap quickly quick urgently urgent just only go ahead hey hi hello dear thanks thank ' +
    "cheers ok okay so let lets let's and again also do does run execute trigger perform start's i'd we'd id give have having thing up over there here some pls plz team folks " +
    'must should has currently today here get help through via using use as',
)

/** Of what kind a thing is: says nothing about which. */
export const genericNouns = new Set(
  'service unit server host node machine box process instance app application system daemon systemd job task action runbook script program component operation'
    .split(' ')
    .map(stemmed),
)

const numbers =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty'.split(' ')
export const numberOf = (word: string): string | null => (numbers.includes(word) ? String(numbers.indexOf(word)) : null)

/** Each makes an order of something that is none. */
export const negation =
  /\b(?:not|never|no|none|nothing|neither|nor|without|avoid|stop \w+ing|refrain|cannot|can't|cant|don't|dont|doesn't|won't|wont|shouldn't|mustn't|isn't|instead|except|but|rather|unless)\b/
export const condition =
  /\b(?:if|when|whenever|unless|until|till|once|after|before|while|tomorrow|tonight|later|every|each|daily|hourly|weekly|nightly|o'clock|midnight|noon|next|schedule|scheduled|in case|in \d+ (?:minutes?|hours?|days?|seconds?)|at \d{1,2}(?::\d\d| ?[ap]m)|maybe|perhaps|eventually|soon|sometime|either|or)\b/
export const question =
  /^(?:how|what|why|who|which|where|whose|did|does|is|are|was|were|has|have|had|should|shall|may|do (?:i|we|you)|would it|could it|can i|can we|might)\b|\b(?:was|were|has been|have been|had|had been|got|did|told|said|says|asked|wondering|happens?|would happen)\b/
/** What follows is why, not what. */
export const reasonClause = /[,.;]?\s*\b(?:because|since it|since the|since they|given that|due to|so that|so it|so they|so we|in order to)\b.*$/s
