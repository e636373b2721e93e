import { isSpeech } from './codecs.ts'

/** RFC 3551, 6: what the usual telephones speak has a number of its own. */
const FIXED: Readonly<Record<string, string>> = {
  0: 'PCMU/8000',
  8: 'PCMA/8000',
  9: 'G722/8000',
  13: 'CN/8000',
}
const DIRECTION = /^a=(?:sendrecv|sendonly|recvonly|inactive)$/u
const MID = /^a=mid:(\S+)$/u
const CANDIDATE = /^a=candidate:/u
const KNOWN_CANDIDATE =
  /^\S+ \d+ (?:udp|tcp) \d+ \S+ \d+ typ (?:host|srflx|prflx|relay)(?! .*\btcptype (?!active|passive|so\b))/iu

/**
 * A description of the other side as Chromium reads it without losing the call over it. What comes in is valid, and
 * what goes out says the same; each change has its reason beside it. `local` is the page's own last description.
 */
export function readable(sdp: string, local = ''): string {
  const [session = [], ...sections] = partsOf(sdp)
  const names = namesOf(sections, partsOf(local).slice(1))
  const rejected = new Set<string>()
  const media = sections.map((section, at) => {
    let lines = section.filter(isReadable)
    if (isOf(lines, 'audio')) lines = withOneClock(lines.filter((line) => !line.startsWith('b=')))
    // A direction above all lines counts for each that has none (RFC 8866, 6.7): unseen, a hold is none.
    const direction = session.find((line) => DIRECTION.test(line))
    if (direction && !lines.some((line) => DIRECTION.test(line))) lines = [...lines, direction]
    const name = names[at]
    if (name !== undefined && midOf(lines) === undefined) lines = [...lines, `a=mid:${name}`]
    if (!isForeignVideo(lines)) return lines
    // Chromium answers port 0 to a codec it does not know, but only where it is written out: said here instead.
    rejected.add(midOf(lines) ?? '')
    return lines.map((line) => line.replace(/^m=video \S+/u, 'm=video 0'))
  })
  // A line that is rejected shares no port with others (RFC 9143, 7.3.3).
  const head = session.map((line) =>
    line.startsWith('a=group:BUNDLE')
      ? line.split(' ').filter((name) => !rejected.has(name)).join(' ') // prettier-ignore
      : line,
  )
  return [head, ...media].flat().join('\r\n') + '\r\n'
}

/**
 * The same for the time before the answer, when we only listen: nobody has said yet that somebody is there to hear and
 * see the customer.
 */
export function listeningTo(sdp: string): string {
  const [session = [], ...sections] = partsOf(sdp)
  const media = sections.map((section) => {
    const isSending = !section.some((line) => line === 'a=recvonly' || line === 'a=inactive')
    const others = section.filter((line) => !DIRECTION.test(line))
    return [...others, isSending ? 'a=sendonly' : 'a=inactive']
  })
  return [session, ...media].flat().join('\r\n') + '\r\n'
}

/** Who is at the other end: the keys with which it encrypts. */
export function keysIn(sdp: string): string {
  const keys = sdp.split(/\r?\n/u).filter((line) => line.startsWith('a=fingerprint:'))
  return [...new Set(keys)].sort((one, other) => one.localeCompare(other)).join()
}

/** Whether the other side agrees to speech: keys and comfort noise alone connect a call in which nothing is heard. */
export function hasSpeech(sdp: string): boolean {
  return partsOf(sdp).some(
    (lines) =>
      isOf(lines, 'audio') &&
      !/^m=audio 0[ /]/u.test(lines[0] ?? '') &&
      codecsOf(lines).some(({ name }) => isSpeech(`audio/${name}`)),
  )
}

/** The lines before the first `m=`, then those of each media section. */
function partsOf(sdp: string): readonly (readonly string[])[] {
  const parts: string[][] = [[]]
  for (const line of sdp.split(/\r?\n/u)) {
    if (line.startsWith('m=')) parts.push([])
    if (line !== '') parts.at(-1)?.push(line)
  }
  return parts
}

function isOf(lines: readonly string[], kind: string): boolean {
  return lines[0]?.startsWith(`m=${kind} `) ?? false
}

function midOf(lines: readonly string[]): string | undefined {
  return lines.map((line) => MID.exec(line)?.[1]).find((name) => name !== undefined)
}

interface Listed {
  readonly type: string
  /** In lower case; empty where neither the section nor RFC 3551 names it. */
  readonly name: string
  readonly clock: number
}

/** What an `m=` line lists, in its order. */
function codecsOf(lines: readonly string[]): readonly Listed[] {
  const types = lines[0]?.split(' ').slice(3) ?? []
  return types.map((type) => {
    const prefix = `a=rtpmap:${type} `
    const written = lines.find((line) => line.startsWith(prefix))?.slice(prefix.length)
    const [name = '', clock] = (written ?? FIXED[type] ?? '').toLowerCase().split('/')
    return { type, name, clock: Number(clock) }
  })
}

/**
 * `b=` of sound goes: below what a codec needs Chromium refuses the description (64 kbit/s for G.711, which cannot be
 * slowed down), and above it the limit saves next to nothing beside a picture.
 * A candidate with an unknown transport or type goes: RFC 8839 leaves both open, so that what is not understood is
 * passed over; Chromium refuses the description instead.
 */
function isReadable(line: string): boolean {
  return !CANDIDATE.test(line) || KNOWN_CANDIDATE.test(line)
}

/**
 * Keys travel on the clock of the speech (RFC 4733, 2.1). Where both are agreed, Chromium takes the slower one and
 * counts it on the faster: a key lasts a sixth of its time. Either may be sent, so the wrong one is not seen at all.
 */
function withOneClock(lines: readonly string[]): string[] {
  const codecs = codecsOf(lines)
  const speech = codecs.find(({ name }) => isSpeech(`audio/${name}`))
  const keys = codecs.filter(({ name }) => name === 'telephone-event')
  if (!speech || !keys.some(({ clock }) => clock === speech.clock)) return [...lines]
  const wrong = new Set(keys.flatMap(({ clock, type }) => (clock === speech.clock ? [] : [type])))
  const isWrong = (type: string | undefined): boolean => type !== undefined && wrong.has(type)
  return lines
    .filter((line) => !isWrong(/^a=(?:rtpmap|fmtp|rtcp-fb):(\d+) /u.exec(line)?.[1]))
    .map((line, at) => {
      if (at > 0) return line
      const [kind = '', port = '', protocol = '', ...types] = line.split(' ')
      return [kind, port, protocol, ...types.filter((type) => !wrong.has(type))].join(' ')
    })
}

/**
 * A line without a name beside others that have one: Chromium calls it 0 and then finds two of them. It gets the name
 * that this place has on our side (an answer has the offer's names), or else one that nobody uses.
 */
function namesOf(
  sections: readonly (readonly string[])[],
  local: readonly (readonly string[])[],
): readonly (string | undefined)[] {
  const given = sections.map(midOf)
  if (given.every((name) => name === undefined)) return given
  const own = local.map(midOf)
  const taken = new Set([...given, ...own])
  return given.map((name, at) => {
    if (name !== undefined) return name
    const same = own[at]
    if (same !== undefined && !given.includes(same)) return same
    let free = at
    while (taken.has(`x${String(free)}`)) free += 1
    taken.add(`x${String(free)}`)
    return `x${String(free)}`
  })
}

/** A picture in nothing but codecs that RFC 3551 numbers and the section does not write out, such as H.263. */
function isForeignVideo(lines: readonly string[]): boolean {
  return (
    isOf(lines, 'video') &&
    !/^m=video 0[ /]/u.test(lines[0] ?? '') &&
    !lines.some((line) => line.startsWith('a=rtpmap:'))
  )
}
