import { describe, expect, it } from 'vitest'
import { callbackContact, contactOf } from './contact.ts'
import { at, chatOf } from './fake.ts'
import { en } from './words-en.ts'

const contact = (change: object = {}) => {
  const { place, facts, technical } = contactOf(chatOf('s-1', change), '1:00', en, 'en-GB')
  const read = (all: typeof facts) =>
    Object.fromEntries(all.map(({ name, value }) => [name, value]))
  return { place, facts: read(facts), technical: read(technical) }
}
const data = (all: Readonly<Record<string, string>>) =>
  Object.entries(all).map(([key, value]) => ({ key, value }))

describe('the contact data of a chat', () => {
  it('names the source if the shop is unknown', () => {
    expect(contact()).toEqual({
      place: 'kiosk 1',
      facts: {
        Topic: 'Advice',
        Language: 'Turkish',
        Queue: 'Sales',
        Waited: '1:00',
        'Customer number': '4711',
      },
      technical: { 'Business unit': 'DEFAULT', Priority: '5', Session: 's-1' },
    })
  })

  it('shows the source beside a shop, but not twice if it is the customer', () => {
    const site = { Store: 'Hamburg', Kiosk: 'K1' }
    const both = contact({ source: 'jonas@x.example', contactData: data(site) })
    expect(both.place).toBe('Hamburg, K1')
    expect(both.technical['Source']).toBe('jonas@x.example')
    const customer = { ...site, Customer: 'jonas@x.example' }
    const once = contact({ source: 'jonas@x.example', contactData: data(customer) })
    expect(once.facts['Customer']).toBe('jonas@x.example')
    expect(once.technical).not.toHaveProperty('Source')
  })

  it('reads originals that the API cannot carry', () => {
    const raw = { Source: 'Köln Süd', Destination: 'Geräte' }
    const read = contact({ source: 'Koln Sud~1', destination: 'Gerate', contactData: data(raw) })
    expect(read.place).toBe('Köln Süd')
    expect(read.facts['Topic']).toBe('Geräte')
    expect(read.technical).toMatchObject({ Source: 'Koln Sud~1', Destination: 'Gerate' })
  })

  it("shows the customer's language only if it differs from the chat's", () => {
    const speaks = (language: string, tag: string) =>
      contact({ language, contactData: data({ Language: tag }) }).facts['Speaks']
    expect(speaks('German', 'de')).toBeUndefined()
    expect(speaks('german', 'de-AT')).toBeUndefined()
    expect(speaks('English', 'fi')).toBe('Finnish')
    expect(speaks('English', 'not a tag')).toBe('not a tag')
  })

  it('keeps numbers that are alike by chance', () => {
    const one = contact({ priority: 1, contactData: data({ Attempt: '1', Floor: '1' }) })
    expect(one.facts['Floor']).toBe('1')
    expect(one.technical).toMatchObject({ Priority: '1', Attempt: '1' })
  })
})

describe('the contact data of a callback', () => {
  it('omits what is shown beside it', () => {
    const sent = {
      Kiosk: 'K1',
      Store: 'Hamburg',
      Language: 'de',
      'Time Zone': 'Europe/Berlin',
      'App Version': '0.1.0',
      Reason: 'Invoice',
      Order: '77',
    }
    const callback = {
      id: 1,
      done: false,
      unit: 'DEFAULT',
      queue: { key: 9, name: 'Service' },
      contactName: 'Piotr',
      phoneNumber: '+48 601',
      comment: 'Invoice',
      contactData: data(sent),
      priority: 5,
      first: { start: at(0), end: at(60) },
      second: null,
      createdAt: at(0),
    }
    expect(callbackContact(callback, en, 'en-GB')).toEqual({
      place: 'Hamburg, K1',
      facts: [
        { name: 'Speaks', value: 'German' },
        { name: 'Order', value: '77' },
      ],
      technical: [
        { name: 'Time zone', value: 'Europe/Berlin' },
        { name: 'App version', value: '0.1.0' },
      ],
    })
  })
})
