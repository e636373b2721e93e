import { describe, expect, it } from 'vitest'
import { createBench, kinds, type Bench } from './fixture.ts'

/** The process dies as soon as this part of the chat has been written down. */
function dieOn(b: Bench, key: string): void {
  const { set } = b.store
  b.store.set = (name, value) => {
    set.call(b.store, name, value)
    if (name !== key) return
    b.store.set = set
    b.kill()
  }
}

const pages = (b: Bench) => b.view.entries.filter((each) => each.kind === 'page')

describe('values that are sent only once are saved before use', () => {
  it('a pushed page at the top of an answer is shown after a crash, once and in its place', async () => {
    const b = createBench()
    await b.begin()
    b.centre.say('first')
    await b.clock.advance(8000)
    dieOn(b, 'chat.pushed')
    b.centre.session.pushUrl = 'https://www.example.com/a'
    await b.clock.advance(8000)
    b.centre.say('second')
    expect(b.restart()).toBe(true)
    await b.clock.advance(8000)
    expect(kinds(b.view).slice(-3)).toEqual(['agent', 'page', 'agent'])
    expect(b.view.page).toMatchObject({ url: 'https://www.example.com/a' })

    // Seen by now: after another crash it is in its place and stays closed.
    await b.clock.advance(8000)
    expect(b.restart()).toBe(true)
    await b.clock.advance(8000)
    expect(pages(b)).toHaveLength(1)
    expect(kinds(b.view).slice(-3)).toEqual(['agent', 'page', 'agent'])
    expect(b.view.page).toBeUndefined()
  })

  it('a repeated page with a new token is not shown again', async () => {
    const b = createBench()
    await b.begin()
    dieOn(b, 'chat.pushed')
    b.centre.session.pushUrl = 'https://www.example.com/a'
    await b.clock.advance(8000)
    b.restart()
    b.centre.session.pushUrl = 'https://www.example.com/a'
    await b.clock.advance(8000)
    expect(pages(b)).toHaveLength(1)
  })

  it('an address at the top also fills a content without one', async () => {
    const b = createBench()
    await b.begin()
    dieOn(b, 'chat.pushed')
    b.centre.say('look', { type: 'AGENT_PUSH_URL' })
    b.centre.session.pushUrl = 'https://www.example.com/b'
    await b.clock.advance(8000)
    b.restart()
    await b.clock.advance(8000)
    expect(pages(b)).toMatchObject([{ page: { url: 'https://www.example.com/b' } }])
    expect(b.view.page).toMatchObject({ url: 'https://www.example.com/b' })
    await b.clock.advance(8000)
    b.restart()
    await b.clock.advance(8000)
    expect(pages(b)).toMatchObject([{ page: { url: 'https://www.example.com/b' } }])
    expect(b.view.page).toBeUndefined()
  })

  it('the target of a redirect is shown after a crash, until the customer leaves', async () => {
    for (const key of ['chat.redirect', 'chat.orphans']) {
      const b = createBench()
      await b.begin()
      dieOn(b, key)
      b.centre.session.redirectUrl = 'https://www.example.com/help'
      await b.clock.advance(8000)
      expect(b.restart()).toBe(true)
      expect(b.view).toMatchObject({
        phase: 'redirected',
        redirect: { url: 'https://www.example.com/help' },
      })
      expect(kinds(b.view).filter((each) => each === 'redirected')).toHaveLength(1)
      await b.clock.advance(60_000)
      expect(b.centre.session.connected).toBe(false)
      await b.chat.handlers.leave()
      await b.clock.advance(60_000)
      expect(b.restart()).toBe(false)
      expect(b.view.phase).toBe('idle')
      for (const left of ['chat.session', 'chat.redirect', 'chat.orphans', 'chat.pushed']) {
        expect(b.store.get(left)).toBeUndefined()
      }
    }
  })

  it('nothing remains after the visit', async () => {
    const b = createBench()
    await b.begin()
    b.centre.session.pushUrl = 'https://www.example.com/a'
    await b.clock.advance(8000)
    b.centre.session.redirectUrl = 'https://www.example.com/help'
    await b.clock.advance(8000)
    expect(b.view.phase).toBe('redirected')
    b.chat.endForVisit()
    await b.clock.advance(60_000)
    for (const left of ['chat.session', 'chat.redirect', 'chat.pushed']) {
      expect(b.store.get(left)).toBeUndefined()
    }
  })
})
