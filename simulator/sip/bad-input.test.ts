import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { openLine } from './testing/open.ts'

const connect = async (url: string, protocol = 'sip', origin?: string): Promise<WebSocket> => {
  const socket = new WebSocket(url, protocol, origin === undefined ? {} : { origin })
  await once(socket, 'open')
  return socket
}

const answerOf = async (socket: WebSocket): Promise<string> => {
  const [data] = await once(socket, 'message')
  return String(data)
}

const options = (user = 'x', more: readonly string[] = []): string =>
  [
    'OPTIONS sip:callpoint.test SIP/2.0',
    'Via: SIP/2.0/WS raw.invalid;branch=z9hG4bK1',
    `From: <sip:${user}@callpoint.test>;tag=1`,
    'To: <sip:callpoint.test>',
    'Call-ID: raw',
    'CSeq: 1 OPTIONS',
    ...more,
    'Content-Length: 0',
    '\r\n',
  ].join('\r\n')

describe('what is not SIP', () => {
  it('is dropped and counted without effect', async () => {
    const line = await openLine({ mediaAgent: false })
    const socket = await connect(line.centre.urls.sip)
    const garbage = ['hello', '{}', '\0\0', 'SIP/2.0', 'INVITE sip:a@b SIP/2.0\r\nVia\r\n\r\n']
    for (const text of garbage) socket.send(text)
    socket.send(randomBytes(3000))
    socket.send(options())
    expect(await answerOf(socket)).toMatch(/^SIP\/2\.0 200 OK/)
    expect(line.centre.sip.state().messages['garbage']).toBe(garbage.length + 1)
    socket.terminate()
  })

  it('may come in binary frames where it is SIP after all', async () => {
    const line = await openLine({ mediaAgent: false })
    const socket = await connect(line.centre.urls.sip)
    socket.send(Buffer.from(options()))
    expect(await answerOf(socket)).toMatch(/^SIP\/2\.0 200 OK/)
    socket.send('\r\n\r\n')
    expect(await answerOf(socket)).toBe('\r\n')
    socket.terminate()
  })

  it('is answered with 400, 483 or 404 where it can be answered', async () => {
    const line = await openLine({ mediaAgent: false })
    const socket = await connect(line.centre.urls.sip)
    socket.send(options().replace('CSeq: 1', 'CSeq: x'))
    expect(await answerOf(socket)).toMatch(/^SIP\/2\.0 400 /)
    socket.send(options('x', ['Max-Forwards: 0']))
    expect(await answerOf(socket)).toMatch(/^SIP\/2\.0 483 /)
    socket.send(options().replaceAll('OPTIONS', 'MESSAGE'))
    expect(await answerOf(socket)).toMatch(/^SIP\/2\.0 404 /)
    socket.send(options().replaceAll('OPTIONS', 'CANCEL'))
    expect(await answerOf(socket)).toMatch(/^SIP\/2\.0 481 /)
    socket.send(
      options().replaceAll('OPTIONS', 'BYE').replace('To: <sip:callpoint.test>', '$&;tag=2'),
    )
    expect(await answerOf(socket)).toMatch(/^SIP\/2\.0 481 /)
    socket.terminate()
  })

  it('and too large closes the connection with 1009', async () => {
    const line = await openLine({ mediaAgent: false })
    const socket = await connect(line.centre.urls.sip)
    socket.send('x'.repeat(70_000))
    const [code] = await once(socket, 'close')
    expect(code).toBe(1009)
    const phone = await line.phone('kiosk')
    expect(await phone.register()).toBe(200)
  })

  it.each([
    ['another subprotocol', 'mqtt', undefined, '400'],
    ['a page of another site', 'sip', 'https://evil.example', '403'],
  ])('%s is refused', async (_, protocol, origin, status) => {
    const line = await openLine({ mediaAgent: false })
    await expect(connect(line.centre.urls.sip, protocol, origin)).rejects.toThrow(status)
  })

  it('applications and pages of this machine are let in', async () => {
    const line = await openLine({ mediaAgent: false })
    for (const origin of ['file://', 'null', 'app://callpoint', 'http://localhost:5173']) {
      ;(await connect(line.centre.urls.sip, 'sip', origin)).terminate()
    }
  })
})
