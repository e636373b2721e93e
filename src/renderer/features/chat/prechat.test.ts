import { describe, expect, test } from 'vitest'
import { PreChat } from './prechat.svelte.ts'

const topics = [
  { key: 'order', labels: { '*': 'My order' } },
  { key: 'device', labels: { '*': 'A device' } },
]

function form(changes: { topics?: typeof topics; askConsent?: boolean } = {}) {
  return new PreChat(() => ({ topics, messageCharacters: 10, askConsent: true, ...changes }))
}

describe('the questions', () => {
  test('customer answers them on two screens, the second only once the first is answered', () => {
    const asked = form()
    expect(asked.pages).toEqual([
      ['name', 'topic'],
      ['message', 'consent'],
    ])
    expect(asked.next()).toBe(false)
    expect(asked.flaws).toEqual({ name: 'missing', topic: 'missing' })
    asked.name = ' Jonas '
    expect(asked.open).toBe('topic')
    expect(asked.next()).toBe(false)
    asked.topic = 'device'
    expect(asked.next()).toBe(true)
    expect(asked.page).toEqual(['message', 'consent'])
    expect(asked.isLast).toBe(true)
    asked.message = 'Hello'
    expect(asked.open).toBe('consent')
    asked.consent = true
    expect(asked.complete()).toEqual({
      name: 'Jonas',
      topic: 'device',
      message: 'Hello',
      consent: true,
    })
  })

  test('no choice of topic is no question, but its key is sent', () => {
    const asked = form({ topics: topics.slice(0, 1), askConsent: false })
    expect(asked.pages).toEqual([['name'], ['message']])
    asked.name = 'Jonas'
    asked.message = 'Hello'
    expect(asked.complete()).toEqual({
      name: 'Jonas',
      topic: 'order',
      message: 'Hello',
      consent: false,
    })
  })

  test('a topic that the policy does not know is none', () => {
    const asked = form()
    asked.name = 'Jonas'
    asked.message = 'Hello'
    asked.consent = true
    asked.topic = 'gone'
    expect(asked.complete()).toBeUndefined()
    expect(asked.flaws).toEqual({ topic: 'missing' })
  })
})

describe('flaws', () => {
  test('the first question at fault comes on screen', () => {
    const asked = form()
    asked.name = 'Jonas'
    asked.topic = 'order'
    asked.message = 'x'.repeat(11)
    asked.consent = true
    expect(asked.complete()).toBeUndefined()
    expect(asked.page).toContain('message')
  })

  test.each([
    ['x'.repeat(10), undefined],
    ['x'.repeat(11), 'tooLong'],
    ['😀'.repeat(10), undefined],
    ['  ', 'missing'],
  ])('message %j: %s', (message, flaw) => {
    const asked = form()
    asked.step = 1
    asked.message = message
    asked.next()
    expect(asked.flaws.message).toBe(flaw)
  })

  test('a name of 60 characters is fine, one of 61 is not', () => {
    const asked = form()
    asked.topic = 'order'
    asked.name = 'n'.repeat(60)
    expect(asked.next()).toBe(true)
    asked.back()
    asked.name = 'n'.repeat(61)
    expect(asked.next()).toBe(false)
    expect(asked.flaws.name).toBe('tooLong')
  })

  test('shows a refusal by main at its question until it is changed', () => {
    const asked = form()
    asked.step = 1
    expect(asked.refuse({ code: 'invalid-input', field: 'name' })).toBe(true)
    expect(asked.page).toContain('name')
    expect(asked.flaws).toEqual({ name: 'refused' })
    asked.touched('name')
    expect(asked.flaws).toEqual({})
    expect(asked.refuse({ code: 'full' })).toBe(false)
    expect(asked.refuse({ code: 'invalid-input', field: 'visit' })).toBe(false)
  })
})

describe('Enter in a field', () => {
  test('the customer is led to what is open, and told of nothing that was not reached', () => {
    const asked = form()
    asked.name = 'Jonas'
    expect(asked.onward('name', asked.questions)).toBe('topic')
    expect(asked.flaws).toEqual({})
    asked.topic = 'device'
    expect(asked.onward('name', asked.questions)).toBe('message')
    asked.message = 'Hello'
    expect(asked.onward('message', asked.questions)).toBe('consent')
    asked.consent = true
    expect(asked.onward('message', asked.questions)).toBeUndefined()
  })

  test('customer stays in a field that is empty or wrong, and is told why', () => {
    const asked = form()
    expect(asked.onward('name', asked.page)).toBe('name')
    expect(asked.flaws).toEqual({ name: 'missing' })
  })

  test('customer returns to a skipped question', () => {
    const asked = form({ askConsent: false })
    asked.topic = 'device'
    asked.message = 'Hello'
    expect(asked.onward('message', asked.questions)).toBe('name')
  })

  test('customer leaves a field: wrong is said at once, missing is not', () => {
    const asked = form()
    asked.leave('name')
    expect(asked.flaws).toEqual({})
    asked.message = 'x'.repeat(11)
    asked.leave('message')
    expect(asked.flaws).toEqual({ message: 'tooLong' })
  })
})
