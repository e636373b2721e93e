import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import type { Attachment } from './attachment.ts'
import { createCentre } from './centre.ts'
import { plain, ok } from './control/routes.ts'
import { makeCertificate } from './support/certificate.ts'
import { manualClock } from './support/clock.ts'
import { createCustomer, send } from './testing/customer.ts'
import { openCentre } from './testing/open.ts'

describe('a centre', () => {
  it('listens on loopback, on its own port', async () => {
    const { centre } = await openCentre()
    expect(centre.urls.rest).toBe(`http://127.0.0.1:${centre.port}/restinteractionsdk`)
    expect(centre.port).toBeGreaterThan(0)
  })

  it('leaves nothing behind when it closes', async () => {
    const clock = manualClock()
    const centre = await createCentre({ clock, automaticAgent: true })
    const customer = await createCustomer(centre)
    await customer.start()
    await customer.start()
    centre.faults.add({ kind: 'hang' })
    const hanging = customer.ask('GET', '/v1/callbacks/availability/DEFAULT')
    hanging.catch(() => undefined)
    await centre.until(() => centre.journal.list().at(-1)?.faults.length === 1)
    await centre.close()
    await expect(hanging).rejects.toThrow()
    expect(clock.pending()).toBe(0)
    await expect(send(centre.urls.control)).rejects.toThrow(/ECONNREFUSED/)
    const again = await createCentre({ port: centre.port })
    await again.close()
  })

  it('has its own data: changes do not affect other instances', async () => {
    const [one, other] = [await createCentre({ port: 0 }), await createCentre({ port: 0 })]
    const queuesOf = (centre: typeof one) =>
      centre.data.units.flatMap((unit) => unit.callbackQueues)
    for (const queue of queuesOf(one)) queue.eligible = false
    expect(queuesOf(other).some(({ eligible }) => eligible)).toBe(true)
    await Promise.all([one.close(), other.close()])
  })

  it('rejects with the system error where the port is taken, and holds nothing', async () => {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    await expect(createCentre({ port })).rejects.toMatchObject({ code: 'EADDRINUSE' })
    await new Promise((resolve) => server.close(resolve))
  })

  it('R13: keeps an idle connection for the socket timeout', async () => {
    const { centre } = await openCentre({ config: { socketTimeout: 17 } })
    const http = await import('node:http')
    const agent = new http.Agent({ keepAlive: true })
    const answer = await send(`${centre.urls.control}/state`, { agent })
    expect(answer.headers['keep-alive']).toBe('timeout=17')
    agent.destroy()
  })

  it('draws the same ids and tokens under the same seed', async () => {
    const run = async (seed: number): Promise<string[]> => {
      const { customer } = await openCentre({ seed })
      return [customer.token, await customer.start()]
    }
    expect(await run(3)).toEqual(await run(3))
    expect(await run(3)).not.toEqual(await run(4))
  })

  it('does not remember more than it must', async () => {
    const { centre, customer, clock } = await openCentre({ automaticAgent: true })
    for (let round = 0; round < 5; round += 1) {
      await customer.register()
      const ids = await Promise.all(Array.from({ length: 40 }, () => customer.start()))
      await clock.advance(20_000)
      for (const id of ids) await customer.ask('DELETE', '/v1/sessions', { sessionId: id })
      await clock.advance(300_000)
      expect(centre.sessions.list()).toEqual([])
      expect(centre.sessions.connected()).toBe(0)
      expect(clock.pending()).toBe(0)
    }
    expect(centre.journal.list().length).toBeLessThanOrEqual(1000)
  })
})

describe('over TLS', () => {
  it('uses a generated certificate, whose authority clients can trust', async () => {
    const { centre, customer } = await openCentre({ tls: true })
    expect(centre.urls.rest).toMatch(/^https:/)
    expect(centre.urls.sip).toMatch(/^wss:/)
    const id = await customer.start()
    expect((await customer.query(id)).connected).toBe(true)
    await expect(send(`${centre.urls.control}/state`)).rejects.toThrow(/certificate/)
  })

  it('uses a certificate of an own authority', async () => {
    const own = await makeCertificate('127.0.0.1', Date.now())
    const other = await makeCertificate('127.0.0.1', Date.now())
    const centre = await createCentre({ tls: { key: own.key, cert: own.cert } })
    const url = `${centre.urls.control}/state`
    expect((await send(url, { ca: own.ca ?? '' })).status).toBe(200)
    await expect(send(url, { ca: other.ca ?? '' })).rejects.toThrow(/certificate/)
    await centre.close()
  })
})

describe('what shares the server', () => {
  const echo: Attachment = ({ upgrade, context }) => {
    const sockets = new WebSocketServer({ noServer: true })
    sockets.on('connection', (socket) => {
      socket.on('message', (data) => socket.send(data.toString()))
    })
    upgrade('/sip', (request, socket, head) => {
      sockets.handleUpgrade(request, socket, head, (made) => sockets.emit('connection', made))
    })
    return {
      control: [plain('GET', '/echo', 'Says what time it is.', () => ok(context.clock.now()))],
      close: () => {
        for (const client of sockets.clients) client.terminate()
        sockets.close()
      },
    }
  }

  it('takes WebSockets at its path and adds to the control API', async () => {
    const { centre } = await openCentre({ attachments: [echo] })
    const socket = new WebSocket(centre.urls.sip, 'sip')
    const answer = new Promise<string>((resolve, reject) => {
      socket.on('open', () => socket.send('REGISTER'))
      socket.on('message', (data) => resolve(data.toString()))
      socket.on('error', reject)
    })
    expect(await answer).toBe('REGISTER')
    expect((await send(`${centre.urls.control}/echo`)).json).toBe(centre.clock.now())
    const closed = new Promise((resolve) => socket.once('close', resolve))
    centre.restart()
    await closed
  })

  it('refuses WebSockets at paths that nothing takes', async () => {
    const { centre } = await openCentre()
    const socket = new WebSocket(centre.urls.sip.replace('/sip', '/other'))
    const error = await new Promise<Error>((resolve) => socket.once('error', resolve))
    expect(error.message).toContain('404')
  })
})

describe('the agent console folder', () => {
  it('explains how to build it while it is missing', async () => {
    const { centre } = await openCentre({ consoleFolder: join(tmpdir(), 'no-such-folder') })
    const answer = await send(`${centre.urls.console}/`)
    expect(answer.status).toBe(503)
    expect(answer.text).toContain('npm run build')
    expect((await send(centre.urls.console)).status).toBe(302)
  })

  it('serves its files and nothing outside', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'console-'))
    await mkdir(join(folder, 'dist', 'assets'), { recursive: true })
    await writeFile(join(folder, 'secret.txt'), 'classified')
    await writeFile(join(folder, 'dist', 'index.html'), '<!doctype html>page')
    await writeFile(join(folder, 'dist', 'assets', 'a.js'), 'let a')
    await symlink(join(folder, 'secret.txt'), join(folder, 'dist', 'assets', 'link.txt'))
    const { centre } = await openCentre({ consoleFolder: join(folder, 'dist') })
    const get = async (path: string) => send(`${centre.urls.console}${path}`)
    expect((await get('/')).text).toBe('<!doctype html>page')
    expect((await get('/chats/5')).text).toBe('<!doctype html>page')
    const script = await get('/assets/a.js')
    expect(script.headers['content-type']).toBe('text/javascript; charset=utf-8')
    expect(script.headers['content-security-policy']).toContain("object-src 'none'")
    const outside = ['/../secret.txt', '/%2e%2e/secret.txt', '/..%2fsecret.txt', '/assets/link.txt']
    for (const path of [...outside, '/assets/none.js', '/%00.js', '/%E0%A4%A.js']) {
      const answer = await get(path)
      expect([path, answer.text.includes('classified')]).toEqual([path, false])
      expect([400, 404]).toContain(answer.status)
    }
    await rm(folder, { recursive: true })
  })
})
