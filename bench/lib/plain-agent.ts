/** Who answers, and where. */
export interface Identity {
  readonly user: string
  readonly domain: string
}

export interface Takes {
  /** Answers an offer of this call, which may be a new one. */
  answer(offer: string, callId: string): Promise<string>
  end(callId: string): void
  /** The offer with which this call is put on hold, and its answer. */
  hold(callId: string): Promise<string>
  held(callId: string, answer: string): Promise<void>
  /** The next call is played something before it is answered by `pickUp`. */
  readonly isEarly?: () => boolean
}

/** What the agent does of itself. */
export interface AgentHand {
  /** Answers the call that has been played something. */
  pickUp(): void
  /** Puts the caller of the newest call on hold; resolves once that is agreed. */
  hold(): Promise<void>
  /** Puts the newest call through to the agent's own number, where it is answered at once. */
  putThrough(): void
}

/**
 * An agent's telephone that answers at once, in as little SIP as a call takes: what is measured is the component's
 * way into a call, and not how long a SIP library at the other end thinks.
 * @throws Error when the server does not take the registration.
 */
export async function answerCalls(
  server: string,
  { user, domain }: Identity,
  takes: Takes,
): Promise<AgentHand> {
  const socket = new WebSocket(server, 'sip')
  const host = `${crypto.randomUUID()}.invalid`
  const contact = `Contact: <sip:${user}@${host};transport=ws>`
  const tag = `;tag=${crypto.randomUUID()}`
  const self = `<sip:${user}@${domain}>`

  function send(start: string, headers: readonly string[], body = ''): void {
    const type = body === '' ? [] : ['Content-Type: application/sdp']
    const length = `Content-Length: ${String(new TextEncoder().encode(body).length)}`
    socket.send([start, ...headers, ...type, length, '', body].join('\r\n'))
  }

  /** The way back of the newest INVITE. */
  let invite: readonly string[] = []
  let caller = ''
  let pickUp = (): void => undefined
  let sequence = 0
  let agreed = (): void => undefined

  const inviteLine = (name: string): string =>
    invite.find((each) => each.toLowerCase().startsWith(`${name}:`)) ?? ''

  /** A request within the newest call. */
  function ask(method: string, headers: readonly string[], body = '', number = 0): void {
    if (number === 0) sequence += 1
    send(
      `${method} ${caller} SIP/2.0`,
      [
        `Via: SIP/2.0/WS ${host};branch=z9hG4bK${crypto.randomUUID()}`,
        'Max-Forwards: 70',
        inviteLine('to').replace(/^to:/iu, 'From:'),
        inviteLine('from').replace(/^from:/iu, 'To:'),
        inviteLine('call-id'),
        `CSeq: ${String(number || sequence)} ${method}`,
        ...headers,
      ],
      body,
    )
  }

  /** The answer to a question of ours; only that to a hold has one. */
  async function hear(text: string): Promise<void> {
    const number = /^cseq: *(\d+) INVITE/imu.exec(text)?.[1]
    if (number === undefined || !text.startsWith('SIP/2.0 200 ')) return
    await takes.held(inviteLine('call-id'), text.slice(text.indexOf('\r\n\r\n') + 4))
    ask('ACK', [], '', Number(number))
    agreed()
  }

  async function take(text: string): Promise<void> {
    if (text.startsWith('SIP/2.0 ')) {
      await hear(text)
      return
    }
    const [start = '', ...lines] = headOf(text)
    const to = lines.find((line) => /^to:/iu.test(line)) ?? ''
    const isNew = !to.includes(';tag=')
    const callId = lines.find((line) => /^call-id:/iu.test(line)) ?? ''
    const back = [
      ...lines.filter((line) => /^(?:via|record-route|from|call-id|cseq):/iu.test(line)),
      isNew ? to + tag : to,
    ]
    if (start.startsWith('INVITE ')) {
      const answer = await takes.answer(text.slice(text.indexOf('\r\n\r\n') + 4), callId)
      invite = back
      caller = /^contact:.*<([^>]*)>/imu.exec(text)?.[1] ?? ''
      pickUp = () => {
        send('SIP/2.0 200 OK', [...back, contact], answer)
      }
      if (isNew && takes.isEarly?.() === true)
        send('SIP/2.0 183 Session Progress', [...back, contact], answer)
      else pickUp()
    } else if (/^(?:BYE|NOTIFY) /u.test(start)) {
      if (start.startsWith('BYE ')) takes.end(callId)
      send('SIP/2.0 200 OK', back)
    }
  }

  await new Promise((resolve) => {
    socket.addEventListener('open', resolve, { once: true })
  })
  const registered = new Promise<string>((resolve) => {
    socket.addEventListener('message', ({ data }) => resolve(String(data)), { once: true })
  })
  send(`REGISTER sip:${domain} SIP/2.0`, [
    `Via: SIP/2.0/WS ${host};branch=z9hG4bK${crypto.randomUUID()}`,
    'Max-Forwards: 70',
    `From: ${self}${tag}`,
    `To: ${self}`,
    `Call-ID: ${crypto.randomUUID()}`,
    'CSeq: 1 REGISTER',
    contact,
    'Expires: 3600',
  ])
  const [verdict = ''] = headOf(await registered)
  if (!verdict.startsWith('SIP/2.0 200')) throw new Error(`the agent was refused: ${verdict}`)
  socket.addEventListener('message', ({ data }) => {
    void take(String(data))
  })
  return {
    pickUp: () => {
      pickUp()
    },
    async hold() {
      const settled = new Promise<void>((resolve) => {
        agreed = resolve
      })
      ask('INVITE', [contact], await takes.hold(inviteLine('call-id')))
      await settled
    },
    putThrough() {
      ask('REFER', [contact, `Refer-To: ${self}`])
    },
  }
}

function headOf(text: string): readonly string[] {
  return text.slice(0, text.indexOf('\r\n\r\n')).split('\r\n')
}
