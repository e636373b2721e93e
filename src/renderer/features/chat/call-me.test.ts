import { expect, test } from 'vitest'
import { done, fail, type Outcome } from '../../../contract/outcome.ts'
import { USUAL_KINDS } from '../../../phone/kinds.ts'
import { CallMeForm } from './call-me.svelte.ts'

async function form(country = 'DE', answer: Outcome<void> = done) {
  const sent: unknown[] = []
  const asked = new CallMeForm({
    language: () => 'en',
    country,
    allow: () => ({ countries: ['*'], types: USUAL_KINDS }),
    send: (given) => {
      sent.push(given)
      return Promise.resolve(answer)
    },
  })
  await asked.prepare()
  return { asked, sent }
}

test('suggests the country of the place, whatever language is read, and reads the number back as people there write it', async () => {
  const { asked, sent } = await form('DE')
  expect(asked.phone.country).toBe('DE')
  asked.type('015112345678', true)
  expect(asked.phone.text).toBe('01511 2345678')
  expect(asked.phone.number?.written).toBe('+49 1511 2345678')
  expect(await asked.confirm()).toBe(true)
  expect(sent).toEqual([{ number: '+4915112345678', country: 'DE', isNumberConfirmed: false }])
})

test('a leading plus chooses the country', async () => {
  const { asked } = await form('DE')
  asked.type('+358401234567', true)
  expect(asked.phone.country).toBe('FI')
  expect(asked.phone.number?.e164).toBe('+358401234567')
})

test('blanks do not come back while the customer deletes or edits in the middle', async () => {
  const { asked } = await form('DE')
  asked.type('030123456', true)
  asked.type('030 12345', true)
  expect(asked.phone.text).toBe('030 12345')
  asked.type('0301 12345', false)
  expect(asked.phone.text).toBe('0301 12345')
})

test('nothing that is no number is sent', async () => {
  const { asked, sent } = await form()
  expect(await asked.confirm()).toBe(false)
  expect(asked.flaw).toBe('number')
  expect(asked.phone.problem).toBe('missing')
  // The centre's request has no place for an extension.
  asked.type('030 123456 ext. 7', false)
  expect(await asked.confirm()).toBe(false)
  expect(asked.phone.problem).toBe('extension')
  asked.type('12', true)
  expect(asked.flaw).toBeUndefined()
  expect(await asked.confirm()).toBe(false)
  expect(asked.phone.problem).toBe('short')
  expect(sent).toEqual([])
})

test('customer says that a number which no plan knows is right, and it is sent', async () => {
  const { asked, sent } = await form()
  asked.type('+1 436 555 0142', true)
  expect(await asked.confirm()).toBe(false)
  expect([asked.phone.problem, asked.phone.isDoubtful]).toEqual(['unsure', true])
  asked.confirmNumber(true)
  expect(await asked.confirm()).toBe(true)
  expect(sent).toEqual([{ number: '+14365550142', country: 'DE', isNumberConfirmed: true }])
  // Another number is another question.
  asked.type('+1 436 555 0143', true)
  expect(asked.phone.problem).toBe('unsure')
})

test('tells the customer that the number was not sent', async () => {
  const { asked } = await form('DE', fail('unreachable'))
  asked.type('030123456', true)
  expect(await asked.confirm()).toBe(false)
  expect(asked.flaw).toBe('failed')
  expect(asked.isSending).toBe(false)
})

test('tells the customer that it is unknown whether the number was sent', async () => {
  const { asked } = await form('DE', fail('unknown-outcome'))
  asked.type('030123456', true)
  expect(await asked.confirm()).toBe(false)
  expect(asked.flaw).toBe('unknown')
})
