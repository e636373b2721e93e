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

describe('the network filter of the viewer', () => {
  it('allows a public host name, and a private one of the policy', async () => {
    const { gate, page } = setUp({ 'shop.test': ['192.0.2.1'], 'intranet.test': ['10.0.0.1'] })
    expect(await gate.before(page('https://shop.test/'))).toBeUndefined()
    expect(gate.answered({ ...page('https://shop.test/'), ip: '192.0.2.1' })).toBeUndefined()
    expect(await gate.before(page('https://intranet.test/'))).toBeUndefined()
    expect(gate.answered({ ...page('https://intranet.test/'), ip: '10.0.0.1' })).toBeUndefined()
  })

  it('refuses a host name with any private address, for pages, subresources and sockets', async () => {
    const { gate, page } = setUp({ 'shop.test': ['192.0.2.1', '10.0.0.1'] })
    for (const [url, type] of [
      ['https://shop.test/', 'mainFrame'],
      ['https://shop.test/a.png', 'image'],
      ['wss://shop.test/', 'webSocket'],
    ] as const) {
      expect(await gate.before(page(url, type)), url).toBe('network')
    }
  })

  it('allows sockets only to hosts of the policy', async () => {
    const { gate, page } = setUp({ 'shop.test': ['192.0.2.1'], 'intranet.test': ['10.0.0.1'] })
    expect(await gate.before(page('wss://shop.test/', 'webSocket'))).toBe('network')
    expect(await gate.before(page('wss://intranet.test/', 'webSocket'))).toBeUndefined()
    expect(gate.answered(page('wss://intranet.test/', 'webSocket'))).toBeUndefined()
  })

  it('refuses a socket if the proxy refuses its tunnel', async () => {
    const { gate, page } = setUp({ 'intranet.test': ['10.0.0.1'] }, 'PROXY proxy.test:3128', false)
    expect(await gate.before(page('wss://intranet.test/', 'webSocket'))).toBe('proxy')
    expect(await gate.before(page('wss://192.0.2.7/', 'webSocket'))).toBe('proxy')
    expect(await gate.before(page('https://intranet.test/'))).toBeUndefined()
  })

  it('resolves neither refused addresses nor IP literals', async () => {
    const { gate, asked, page } = setUp({})
    expect(await gate.before(page('https://refused.test/'))).toBe('address')
    expect(await gate.before(page('https://192.0.2.7/'))).toBeUndefined()
    expect(await gate.before(page('https://[2001:db8::1]/'))).toBeUndefined()
    expect(await gate.before(page('data:image/png;base64,AA', 'image'))).toBeUndefined()
    expect(asked).toEqual([])
  })

  it('refuses a host name that does not resolve', async () => {
    const { gate, page } = setUp({})
    expect(await gate.before(page('https://shop.test/'))).toBe('name')
  })

  it('refuses an answer from another address than was resolved', async () => {
    const { gate, page } = setUp({ 'shop.test': ['192.0.2.1'] })
    expect(await gate.before(page('https://shop.test/'))).toBeUndefined()
    expect(gate.answered({ ...page('https://shop.test/'), ip: '10.0.0.1' })).toBe('network')
  })

  it('accepts the proxy’s address as origin of answers', async () => {
    const { gate, page } = setUp({ 'inside.test': ['10.0.0.1'] }, 'PROXY 10.0.0.9:3128')
    expect(await gate.before(page('https://shop.test/'))).toBeUndefined()
    expect(gate.answered({ ...page('https://shop.test/'), ip: '10.0.0.9' })).toBeUndefined()
    gate.ended(1)
    expect(await gate.before(page('https://inside.test/'))).toBe('network')
  })
})
