import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createAgentHost } from './host.ts'

const open = (program: string) => {
  const lines: string[] = []
  let ended = 0
  const host = createAgentHost({
    url: () => 'ws://127.0.0.1:9/sip',
    domain: 'callpoint.test',
    identities: [{ agent: 1, user: 'automatic-1', password: 'secret' }],
    counted: () => undefined,
    ended: () => {
      ended += 1
    },
    say: (line) => lines.push(line),
    program: join(import.meta.dirname, program),
  })
  return { host, lines, ended: () => ended }
}

describe('the process of the automatic agent', () => {
  it('that cannot load WebRTC logs one line and stays unavailable', async () => {
    const { host, lines } = open('testing/fails.ts')
    expect(host.state()).toBe('off')
    expect(await host.ready()).toBe(false)
    expect(await host.ready()).toBe(false)
    expect(host.state()).toBe('unavailable')
    expect(lines).toEqual([
      'no automatic agent for calls, they are answered with 480: Cannot find module here',
    ])
    await host.stop()
  })

  it('that crashes is reported and started again', async () => {
    const { host, lines, ended } = open('testing/falls.ts')
    expect(await host.ready()).toBe(false)
    expect(host.state()).toBe('off')
    expect(await host.ready()).toBe(false)
    expect(lines).toHaveLength(2)
    expect(lines[0]).toContain('code 3')
    expect(ended()).toBe(2)
    await host.stop()
    expect(await host.ready()).toBe(false)
  })

  it('without a line to the centre is unavailable', async () => {
    const { host, lines } = open('worker.ts')
    expect(await host.ready()).toBe(false)
    expect(lines).toHaveLength(1)
    await host.stop()
  })
})
