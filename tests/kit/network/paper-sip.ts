import { createServer } from 'node:http'
import { WebSocketServer } from 'ws'
import { listen } from './ports.ts'

/** What a SIP server on paper says to a call: its media are written down, and nobody is behind them. */
export interface PaperAnswer {
  readonly contact?: string
  readonly contentType?: string
  /** RTP payload types of its sound; the first that the caller offers where left out. */
  readonly types?: string
  /** Said without a Contact before the answer, which then waits for `pickUp`: `180 Ringing`. */
  readonly before?: readonly string[]
}

/** One answer to an INVITE, given by hand. */
export interface PaperReply {
  /** Which phone says it; a server may call several at once. */
  readonly tag?: string
  readonly sdp?: string
  readonly headers?: readonly string[]
}

export interface PaperSip {
  readonly url: string
  /** Whatever came in, in its order. */
  readonly heard: readonly string[]
  /** The address of the first request of this method so far. */
  targetOf(method: string): string | undefined
  /** Something more before the answer, without a Contact: `182 Queued`. */
  say(status: string): void
  /** To the newest INVITE, or to another one: `183 Session Progress` with what is to be heard. */
  reply(status: string, reply?: PaperReply, invite?: string): void
  /** Answers all further requests of this method with this status. */
  refuse(method: string, status: string): void
  /** With what the ACK answers an offer that came in an answer, from now on. */
  answerOffers(answer: (offer: string) => Promise<string>): void
  /** All INVITEs so far, repeated ones left out. */
  invites(): readonly string[]
  /** The answer that has waited. */
  pickUp(): void
  /** A request within the call that was answered. */
  send(
    method: string,
    headers: readonly string[],
    body: string,
    dialog?: { readonly tag?: string; readonly invite?: string },
  ): void
  /** Status line and headers of the answer to the last `send` of this method. */
  answerTo(method: string): string | undefined
  close(): Promise<void>
}

function valueOf(text: string, name: string): string {
  return new RegExp(`^${name}: (.*)\r$`, 'imu').exec(text)?.[1] ?? ''
}

/** The sound is agreed to and the picture refused, over ways that lead nowhere. */
function answerTo(offer: string, types: string | undefined): string {
  const wanted = types ?? /^m=audio \d+ \S+ (\d+)/mu.exec(offer)?.[1] ?? ''
  const isWanted = (line: string): boolean =>
    wanted.split(' ').includes(/^a=rtpmap:(\d+) /u.exec(line)?.[1] ?? '')
  const [sound = ''] = offer.split('m=video')
  return [
    ...['v=0', 'o=- 1 1 IN IP4 127.0.0.1', 's=-', 't=0 0'],
    ...[`m=audio 40000 UDP/TLS/RTP/SAVPF ${wanted}`, 'c=IN IP4 127.0.0.1', 'a=mid:0'],
    ...['a=rtcp-mux', 'a=ice-ufrag:abcd', 'a=ice-pwd:abcdefghijklmnopqrstuvwx', 'a=setup:active'],
    `a=fingerprint:sha-256 ${Array.from({ length: 32 }, () => 'AB').join(':')}`,
    ...sound.split('\r\n').filter(isWanted),
    ...['m=video 0 UDP/TLS/RTP/SAVPF 96', 'c=IN IP4 127.0.0.1', 'a=mid:1', ''],
  ].join('\r\n')
}

/** Answers each INVITE as it is told, each other request with 200, and notes everything. */
export async function startPaperSip({
  contact = 'sip:agent@127.0.0.1',
  contentType = 'application/sdp',
  types,
  before,
}: PaperAnswer): Promise<PaperSip> {
  const heard: string[] = []
  const refuses = new Map<string, string>()
  const server = createServer()
  const sockets = new WebSocketServer({ server, handleProtocols: () => 'sip' })
  let invite = ''
  let answerOffer: ((offer: string) => Promise<string>) | undefined
  let sequence = 0
  const say = (text: string): void => {
    for (const socket of sockets.clients) socket.send(text)
  }
  const answer = (
    request: string,
    status: string,
    body = '',
    about: readonly string[] = [`Contact: <${contact}>`, `Content-Type: ${contentType}`],
    tag = 'paper',
  ): void => {
    const kept = request
      .split('\r\n')
      .filter((line) => /^(?:via|from|to|call-id|cseq):/iu.test(line))
    const head = kept.map((line) => (/^to:(?!.*tag=)/iu.test(line) ? `${line};tag=${tag}` : line))
    const length = `Content-Length: ${Buffer.byteLength(body)}`
    say([`SIP/2.0 ${status}`, ...head, ...about, length, '', body].join('\r\n'))
  }
  const bodies = new Map<string, Promise<string>>()
  /** ACK, as it follows each answer to a question of ours; the same again where the answer is repeated meanwhile. */
  const acknowledge = async (answer: string): Promise<void> => {
    const offer = answer.split('\r\n\r\n')[1] ?? ''
    const about = `${valueOf(answer, 'Call-ID')} ${valueOf(answer, 'CSeq')}`
    const answered = bodies.get(about) ?? Promise.resolve(answerOffer?.(offer) ?? '')
    bodies.set(about, answered)
    const body = await answered
    const target = /<(.*)>/u.exec(valueOf(invite, 'Contact'))?.[1] ?? ''
    say(
      [
        `ACK ${target} SIP/2.0`,
        `Via: SIP/2.0/WS 127.0.0.1;branch=z9hG4bKack${sequence}`,
        ...['From', 'To', 'Call-ID'].map((name) => `${name}: ${valueOf(answer, name)}`),
        `CSeq: ${valueOf(answer, 'CSeq').replace('INVITE', 'ACK')}`,
        ...(body === '' ? [] : ['Content-Type: application/sdp']),
        ...[`Content-Length: ${Buffer.byteLength(body)}`, '', body],
      ].join('\r\n'),
    )
  }
  sockets.on('connection', (socket) => {
    socket.on('message', (data: Buffer) => {
      const text = data.toString()
      heard.push(text)
      if (/^SIP\/2\.0 [2-6].*/u.test(text) && / INVITE$/u.test(valueOf(text, 'CSeq')))
        void acknowledge(text)
      if (/^(?:SIP\/2|ACK )/u.test(text)) return
      if (!text.startsWith('INVITE ')) {
        answer(text, refuses.get(text.split(' ')[0] ?? '') ?? '200 OK')
        return
      }
      invite = text
      for (const status of before ?? []) answer(text, status, '', [])
      if (before === undefined) answer(text, '200 OK', answerTo(text, types))
    })
  })
  const port = await listen(server)
  return {
    url: `ws://127.0.0.1:${port}/sip`,
    heard,
    targetOf: (method) => heard.find((text) => text.startsWith(`${method} `))?.split(' ')[1],
    say(status) {
      answer(invite, status, '', [])
    },
    reply(status, { tag, sdp = '', headers = [] } = {}, request = invite) {
      const type = sdp === '' ? [] : [`Content-Type: ${contentType}`]
      const own = headers.some((line) => line.startsWith('Contact:'))
      const where = own ? [] : [`Contact: <${contact}>`]
      answer(request, status, sdp, [...where, ...type, ...headers], tag)
    },
    refuse(method, status) {
      refuses.set(method, status)
    },
    answerOffers(answer) {
      answerOffer = answer
    },
    invites() {
      const all = heard.filter((text) => text.startsWith('INVITE '))
      return all.filter((text, place) => all.indexOf(text) === place)
    },
    pickUp() {
      answer(invite, '200 OK', answerTo(invite, types))
    },
    send(method, headers, body, { tag = 'paper', invite: about = invite } = {}) {
      sequence += 1
      const target = /<(.*)>/u.exec(valueOf(about, 'Contact'))?.[1] ?? ''
      say(
        [
          `${method} ${target} SIP/2.0`,
          `Via: SIP/2.0/WS 127.0.0.1;branch=z9hG4bKpaper${sequence}`,
          'Max-Forwards: 70',
          `From: ${valueOf(about, 'To')};tag=${tag}`,
          `To: ${valueOf(about, 'From')}`,
          `Call-ID: ${valueOf(about, 'Call-ID')}`,
          `CSeq: ${sequence} ${method}`,
          ...headers,
          `Content-Length: ${Buffer.byteLength(body)}`,
          '',
          body,
        ].join('\r\n'),
      )
    },
    answerTo: (method) =>
      heard.findLast(
        (text) => text.startsWith('SIP/2') && valueOf(text, 'CSeq').endsWith(` ${method}`),
      ),
    async close() {
      for (const socket of sockets.clients) socket.terminate()
      sockets.close()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
