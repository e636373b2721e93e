/** Who answers, and where. */
export interface Identity {
  readonly user: string
  readonly domain: string
}

export interface Takes {
  /** Answers an offer; `isNew` where it begins a call. */
  answer(offer: string, isNew: boolean): Promise<string>
  end(): void
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
): Promise<void> {
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

  async function take(text: string): Promise<void> {
    const [start = '', ...lines] = headOf(text)
    const to = lines.find((line) => /^to:/iu.test(line)) ?? ''
    const isNew = !to.includes(';tag=')
    const back = [
      ...lines.filter((line) => /^(?:via|record-route|from|call-id|cseq):/iu.test(line)),
      isNew ? to + tag : to,
    ]
    if (start.startsWith('INVITE ')) {
      const answer = await takes.answer(text.slice(text.indexOf('\r\n\r\n') + 4), isNew)
      send('SIP/2.0 200 OK', [...back, contact], answer)
    } else if (start.startsWith('BYE ')) {
      takes.end()
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
}

function headOf(text: string): readonly string[] {
  return text.slice(0, text.indexOf('\r\n\r\n')).split('\r\n')
}
