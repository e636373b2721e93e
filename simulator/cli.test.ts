import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { basic, send, sessionBody } from './testing/customer.ts'

const cli = join(import.meta.dirname, 'cli.ts')
let folder = ''

// Each test starts processes, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 60_000 })

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'centre-'))
})
afterAll(async () => rm(folder, { recursive: true }))

const file = async (name: string, text: string): Promise<string> => {
  const path = join(folder, name)
  await writeFile(path, text)
  return path
}

interface Ended {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

const start = (...args: string[]) => {
  const child = spawn(process.execPath, [cli, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  let out = ''
  let err = ''
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk.toString()
  })
  const firstLine = new Promise<string>((resolve) => {
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString()
      if (out.includes('\n')) resolve(out.slice(0, out.indexOf('\n')))
    })
  })
  const ended = new Promise<Ended>((resolve) => {
    child.on('close', (code) => resolve({ code, out, err }))
  })
  return { child, firstLine, ended }
}

const doorSchema = z.strictObject({
  rest: z.url(),
  sip: z.url(),
  console: z.url(),
  control: z.url(),
  clientId: z.string(),
  clientSecret: z.string(),
})

const config = (change: Readonly<Record<string, string>> = {}): string => {
  const values = {
    'server-name': 'oscc',
    'server-port': '6021',
    'server-port-ssl': '6022',
    'server-ssl-enabled': 'false',
    'socket-timeout': '30',
    'max-sockets': '100',
    'servlet-name': 'web',
    'oauth-client-id': 'kiosk',
    'oauth-client-secret': 'secret',
    'oauth-token-validity-time': '0',
    ...change,
  }
  const parts = Object.entries(values).map(([name, value]) => `<${name}>${value}</${name}>`)
  return `<webinteractionsdk>${parts.join('')}</webinteractionsdk>`
}

describe('the command', () => {
  it('prints one JSON line, serves, and ends cleanly on a signal', async () => {
    const { child, firstLine, ended } = start('--port', '0', '--no-agent', '--seed', '4')
    const door = doorSchema.parse(JSON.parse(await firstLine))
    expect(door.rest).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/restinteractionsdk$/)
    expect(door.sip).toMatch(/^ws:\/\/127\.0\.0\.1:\d+\/sip$/)
    expect(door.console).toMatch(/\/agent$/)
    const token = await send(`${door.rest}/oauth/token`, {
      method: 'POST',
      body: 'grant_type=client_credentials',
      headers: {
        authorization: basic(door.clientId, door.clientSecret),
        'content-type': 'application/x-www-form-urlencoded',
      },
    })
    expect(token.status).toBe(200)
    const state = await send(`${door.control}/state`)
    expect(state.json).toMatchObject({ seed: 4, settings: { automaticAgent: false } })
    child.kill('SIGTERM')
    expect(await ended).toMatchObject({ code: 0, err: '' })
  })

  it('takes webinteractionsdk.xml, a data file and a scenario', async () => {
    const data = await file('data.json', '{"languages":["Latin"],"units":[{"name":"ROMA"}]}')
    const { child, firstLine, ended } = start(
      ...['--port', '0', '--config', await file('c.xml', config()), '--data', data],
      ...['--scenario', join(import.meta.dirname, 'scenarios', 'full-house.json')],
    )
    const door = doorSchema.parse(JSON.parse(await firstLine))
    expect(door).toMatchObject({ clientId: 'kiosk', clientSecret: 'secret' })
    expect(door.rest).toMatch(/\/web$/)
    const state = await send(`${door.control}/state`)
    expect(state.json).toMatchObject({ serverName: 'oscc', settings: { maxSessions: 0 } })
    child.kill('SIGINT')
    expect(await ended).toMatchObject({ code: 0, err: '' })
  })

  it('serves over TLS with an authority that clients can trust', async () => {
    const ca = join(folder, 'ca.pem')
    const { child, firstLine, ended } = start('--port', '0', '--tls', '--tls-ca', ca)
    const door = doorSchema.parse(JSON.parse(await firstLine))
    expect([door.rest.slice(0, 8), door.sip.slice(0, 6)]).toEqual(['https://', 'wss://'])
    await expect(send(`${door.control}/state`)).rejects.toThrow(/certificate/)
    const trusted = await send(`${door.control}/state`, { ca: await readFile(ca, 'utf8') })
    expect(trusted.status).toBe(200)
    child.kill('SIGTERM')
    expect((await ended).code).toBe(0)
  })

  it('explains itself', async () => {
    const { ended } = start('--help')
    const { code, out } = await ended
    expect(code).toBe(0)
    const source = await readFile(cli, 'utf8')
    const options = [...source.matchAll(/^ {6}'?([a-z-]+)'?: \{ type: '/gm)].map(([, name]) => name)
    expect(options).toHaveLength(12)
    for (const option of options) expect(out).toContain(`  --${option ?? ''} `)
  })
})

const freePort = async (): Promise<number> => {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' && address !== null ? address.port : 0
}

/** Customers who ask, poll and write without a pause, a page that listens, and a phone: until it is gone. */
const bustle = async (
  door: z.infer<typeof doorSchema>,
  turns: number,
): Promise<readonly number[]> => {
  const statuses: number[] = []
  const events = await fetch(`${door.control}/events`)
  const reading = events.text().catch(() => '')
  const phone = new WebSocket(door.sip, 'sip')
  await new Promise((resolve) => phone.addEventListener('open', resolve, { once: true }))
  const headers = { 'content-type': 'application/json', authorization: '' }
  const token = await send(`${door.rest}/oauth/token`, {
    method: 'POST',
    body: 'grant_type=client_credentials',
    headers: {
      authorization: basic(door.clientId, door.clientSecret),
      'content-type': 'application/x-www-form-urlencoded',
    },
  })
  headers.authorization = `Bearer ${z.object({ access_token: z.string() }).parse(token.json).access_token}`
  let left = turns
  let enough: () => void = () => undefined
  const busy = new Promise<void>((resolve) => {
    enough = resolve
  })
  const customers = Array.from({ length: 8 }, async () => {
    try {
      const started = await send(`${door.rest}/v1/sessions`, { body: sessionBody(), headers })
      const { sessionId } = z.object({ sessionId: z.string() }).parse(started.json)
      for (;;) {
        const path = `${door.rest}/v1/sessions/${sessionId}/contents`
        statuses.push((await send(path, { headers })).status)
        statuses.push((await send(path, { headers, body: { content: 'Hello' } })).status)
        left -= 1
        if (left <= 0) enough()
      }
    } catch {
      // The centre is gone: that is how this ends.
      enough()
    }
  })
  await busy
  void Promise.all(customers).then(() => reading)
  return statuses
}

describe('killed and restarted in the middle of everything', () => {
  it.each(['SIGKILL', 'SIGTERM', 'SIGINT'] as const)(
    'by %s: no stack trace, and the next one takes over its port',
    async (signal) => {
      const port = String(await freePort())
      for (let run = 0; run < 2; run += 1) {
        const { child, firstLine, ended } = start('--port', port, '--seed', '3')
        const statuses = await bustle(doorSchema.parse(JSON.parse(await firstLine)), 40)
        child.kill(signal)
        const { code, err } = await ended
        expect([code, err]).toEqual([signal === 'SIGKILL' ? null : 0, ''])
        expect(new Set(statuses)).toEqual(new Set([200, 201]))
      }
    },
  )
})

describe('bad input ends with one line and a non-zero code', () => {
  const fails = async (args: readonly string[], reason: RegExp): Promise<void> => {
    const { code, out, err } = await start(...args).ended
    expect(err).toMatch(reason)
    expect(err.trimEnd().split('\n')).toHaveLength(1)
    expect([code, out]).toEqual([1, ''])
  }

  it('a port in use', async () => {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    await fails(['--port', String(port)], /the port is in use/)
    await new Promise((resolve) => server.close(resolve))
  })

  it.each([
    [['--port', 'x'], /--port takes a whole number/],
    [['--port', '70000'], /--port takes a whole number/],
    [['--prot', '1'], /--prot/],
    [['--port'], /--port/],
    [['--tls-cert', 'a.pem'], /go together/],
    [['--port', '0', '--tls-ca', 'ca.pem'], /--tls-ca goes with --tls/],
    [['--port', '0', '--tls', '--tls-ca', '/none/ca.pem'], /cannot be written/],
  ])('the arguments %j', async (args, reason) => fails(args, reason))

  it.each([
    ['--config', 'none.xml', undefined, /none\.xml: no such file/],
    ['--config', '.', undefined, /is a directory/],
    ['--config', 'd.xml', '<a>', /d\.xml: line 1/],
    ['--config', 'e.xml', config({ extra: '1' }), /e\.xml: unknown parameter <extra>/],
    ['--data', 'f.json', '{', /f\.json: not JSON/],
    ['--data', 'g.json', '{"unit":[]}', /g\.json: .*unit/],
    ['--scenario', 'h.json', '{"name":"h"}', /h\.json: /],
  ])('%s %s holding %j', async (option, name, text, reason) => {
    await fails([option, text === undefined ? join(folder, name) : await file(name, text)], reason)
  })

  it('an address of another machine', async () => {
    await fails(['--port', '0', '--host', '192.0.2.77'], /no such address/)
  })
})
