import { describe, expect, it } from 'vitest'
import { createBench, mine } from './fixture.ts'

describe('quitting in a chat', () => {
  it('ends the session at the centre', async () => {
    const b = createBench()
    await b.begin()
    const quit = b.chat.endForQuit()
    await b.clock.advance(5000)
    await quit
    expect(b.centre.count('end')).toBe(1)
  })

  it('ends the session even with an unconfirmed message', async () => {
    const b = createBench()
    await b.begin()
    b.centre.fail('add', 'lost-answer')
    b.send('hello')
    await b.clock.advance(200)
    const quit = b.chat.endForQuit()
    await b.clock.advance(5000)
    await quit
    expect(b.centre.count('end')).toBe(1)
  })

  it('waits for an end in progress', async () => {
    const b = createBench()
    await b.begin()
    void b.chat.handlers.end(undefined)
    const quit = b.chat.endForQuit()
    await b.clock.advance(5000)
    await quit
    expect(b.centre.count('end')).toBe(1)
    expect(b.view.phase).toBe('ended')
  })

  it('without an answer in time ends the session at the next start, however soon', async () => {
    const b = createBench()
    await b.begin()
    b.centre.chance = (operation) => (operation === 'end' ? 'lost-request' : undefined)
    const quit = b.chat.endForQuit()
    await b.clock.advance(5000)
    await quit
    b.chat.stop()
    b.kill()
    b.centre.chance = undefined
    expect(b.restart()).toBe(false)
    expect(b.view.phase).toBe('idle')
    await b.clock.advance(5000)
    expect(b.centre.session.connected).toBe(false)
    expect(b.store.get('chat.orphans')).toBeUndefined()
  })

  it('while it is being started ends the session that the centre creates', async () => {
    const b = createBench()
    b.centre.fail('start', 'slow')
    const starting = b.chat.handlers.start({
      name: 'Ada',
      topic: 'Sales',
      message: 'Hello',
      consent: true,
    })
    await b.clock.advance(4000)
    const quit = b.chat.endForQuit()
    await b.clock.advance(4000)
    await quit
    expect(await starting).toMatchObject({ ok: false })
    expect(b.centre.count('end')).toBe(1)
    expect(b.centre.session.connected).toBe(false)
  })

  it('does not wait without a chat', async () => {
    const b = createBench()
    await b.chat.endForQuit()
    expect(b.centre.count('end')).toBe(0)
  })
})

it('a message sent while the disk could not be written is not resent after a crash', async () => {
  const b = createBench()
  await b.begin()
  await b.clock.advance(3000)
  // From here on nothing reaches the disk but the record of a message that still waits.
  const stale = b.store.get('chat.outbox')
  b.send('hello')
  await b.clock.advance(3000)
  expect(b.centre.session.received).toEqual(['hello'])
  const record = stale as { readonly items: readonly object[] }
  const waiting = { id: 'm1', text: 'hello', at: b.clock.now(), state: 'queued', caption: false }
  b.kill()
  b.store.set('chat.outbox', { ...record, items: [...record.items, waiting] })
  expect(b.restart()).toBe(true)
  await b.clock.advance(30_000)
  expect(b.centre.session.received).toEqual(['hello'])
  expect(mine(b.view).at(-1)).toMatchObject({ text: 'hello', delivery: 'delivered' })
})
