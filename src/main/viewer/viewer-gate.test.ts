import { describe, expect, it } from 'vitest'
import { createViewerGate } from './viewer-gate.ts'

function setUp(
  names: Readonly<Record<string, readonly string[]>>,
  proxy = 'DIRECT',
  passes = true,
) {
  const asked: string[] = []
  const gate = createViewerGate(
    {
      mayLoad: (url) => !url.includes('refused'),
      mayReach: (url, addresses) =>
        url.includes('intranet.test') ||
        (addresses.length > 0 && !addresses.some((address) => address.startsWith('10.'))),
    },
    {
      resolve: (host) => {
        asked.push(host)
        const addresses = names[host]
        return addresses ? Promise.resolve(addresses) : Promise.reject(new Error('not resolved'))
      },
      proxyFor: () => Promise.resolve(proxy),
      passes: () => Promise.resolve(passes),
    },
  )
  const page = (url: string, resourceType = 'mainFrame') => ({ id: 1, url, resourceType })
  return { gate, asked, page }
}

describe('the gate of the safe viewer', () => {
  it('lets a public name through, and a private one of the policy', async () => {
    const { gate, page } = setUp({ 'shop.test': ['192.0.2.1'], 'intranet.test': ['10.0.0.1'] })
    expect(await gate.before(page('https://shop.test/'))).toBeUndefined()
    expect(gate.answered({ ...page('https://shop.test/'), ip: '192.0.2.1' })).toBeUndefined()
    expect(await gate.before(page('https://intranet.test/'))).toBeUndefined()
    expect(gate.answered({ ...page('https://intranet.test/'), ip: '10.0.0.1' })).toBeUndefined()
  })

  it('refuses a name of which one address is private, as page, part and socket', async () => {
    const { gate, page } = setUp({ 'shop.test': ['192.0.2.1', '10.0.0.1'] })
    for (const [url, type] of [
      ['https://shop.test/', 'mainFrame'],
      ['https://shop.test/a.png', 'image'],
      ['wss://shop.test/', 'webSocket'],
    ] as const) {
      expect(await gate.before(page(url, type)), url).toBe('network')
    }
  })

  it('opens sockets to hosts that the policy names, and to no others', async () => {
    const { gate, page } = setUp({ 'shop.test': ['192.0.2.1'], 'intranet.test': ['10.0.0.1'] })
    expect(await gate.before(page('wss://shop.test/', 'webSocket'))).toBe('network')
    expect(await gate.before(page('wss://intranet.test/', 'webSocket'))).toBeUndefined()
    expect(gate.answered(page('wss://intranet.test/', 'webSocket'))).toBeUndefined()
  })

  it('opens no socket through a proxy that does not let it through', async () => {
    const { gate, page } = setUp({ 'intranet.test': ['10.0.0.1'] }, 'PROXY proxy.test:3128', false)
    expect(await gate.before(page('wss://intranet.test/', 'webSocket'))).toBe('proxy')
    expect(await gate.before(page('wss://192.0.2.7/', 'webSocket'))).toBe('proxy')
    expect(await gate.before(page('https://intranet.test/'))).toBeUndefined()
  })

  it('asks nobody about an address that is refused by itself, and nothing of a literal one', async () => {
    const { gate, asked, page } = setUp({})
    expect(await gate.before(page('https://refused.test/'))).toBe('address')
    expect(await gate.before(page('https://192.0.2.7/'))).toBeUndefined()
    expect(await gate.before(page('https://[2001:db8::1]/'))).toBeUndefined()
    expect(await gate.before(page('data:image/png;base64,AA', 'image'))).toBeUndefined()
    expect(asked).toEqual([])
  })

  it('refuses a name that nobody knows', async () => {
    const { gate, page } = setUp({})
    expect(await gate.before(page('https://shop.test/'))).toBe('name')
  })

  it('takes no answer that comes from another address than was promised', async () => {
    const { gate, page } = setUp({ 'shop.test': ['192.0.2.1'] })
    expect(await gate.before(page('https://shop.test/'))).toBeUndefined()
    expect(gate.answered({ ...page('https://shop.test/'), ip: '10.0.0.1' })).toBe('network')
  })

  it('behind a proxy the address of the answer is the proxy\u2019s own', async () => {
    const { gate, page } = setUp({ 'inside.test': ['10.0.0.1'] }, 'PROXY 10.0.0.9:3128')
    expect(await gate.before(page('https://shop.test/'))).toBeUndefined()
    expect(gate.answered({ ...page('https://shop.test/'), ip: '10.0.0.9' })).toBeUndefined()
    gate.ended(1)
    expect(await gate.before(page('https://inside.test/'))).toBe('network')
  })
})
