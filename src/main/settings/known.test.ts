import { describe, expect, it } from 'vitest'
import { accentProblem, brandOf, isReadable } from './brand.ts'
import { dayProblems, spanProblem } from './hours-text.ts'
import { countryProblem, languageProblem } from './known.ts'
import { layer } from './layers.ts'
import { portProblem, relayPortProblem } from './ports.ts'
import { told } from '../platform/told.ts'

describe('an unknown value is reported with the nearest known one', () => {
  it.each([
    ['fr', 'there are no texts in French, so it is not offered; there are texts in ar, de, en, fi'],
    ['de_DE', 'did you mean "de-DE"?'],
    ['EN', 'did you mean "en"?'],
    ['German', 'did you mean "de"?'],
    ['suomi', 'did you mean "fi"?'],
    ['eng', 'did you mean "en"?'],
    ['x', 'is not a language'],
  ])('language %s', (tag, sentence) => {
    expect(told(languageProblem(tag))).toContain(sentence)
  })

  it.each([
    ['UK', '"GB"'],
    ['de', '"DE"'],
    ['Germany', '"DE"'],
    ['Deutschland', '"DE"'],
    ['AUT', '"AT"'],
    ['XX', 'such as DE'],
  ])('country %s', (code, sentence) => {
    expect(told(countryProblem(code))).toContain(sentence)
  })

  it('a known value is not reported', () => {
    for (const tag of ['de', 'de-AT', 'ar-EG', 'fi']) expect(languageProblem(tag)).toBeUndefined()
    for (const code of ['DE', 'FI', 'EG']) expect(countryProblem(code)).toBeUndefined()
  })

  it('a language without texts is not offered, and is reported', () => {
    const { policy, problems } = layer([{ name: 'policy', values: { languages: ['fr', 'en'] } }])
    expect(policy.languages).toEqual(['en'])
    expect(problems).toHaveLength(1)
    expect(problems[0]?.path).toBe('languages.0')
    expect(told(problems[0]?.reason)).toContain('French')
  })

  it('policy texts for a language that the app lacks are reported', () => {
    const texts = { fr: { 'home.question': 'Q' }, '*': { 'home.question': 'A' } }
    const { policy, problems } = layer([{ name: 'policy', values: { texts } }])
    expect(policy.texts).toEqual({ '*': { 'home.question': 'A' } })
    expect(problems[0]).toMatchObject({ path: 'texts.fr' })
    expect(told(problems[0]?.reason)).toContain('French')
  })
})

describe('opening hours in common notations', () => {
  it.each([
    ['17:00-9:00', 'must be written as 17:00-09:00 (this runs past midnight, into the next day)'],
    ['9-17', 'must be written as 09:00-17:00'],
    ['9.30 – 18', 'must be written as 09:30-18:00'],
    ['9am-5pm', 'must be written as 09:00-17:00'],
    ['9 bis 17 Uhr', 'must be written as 09:00-17:00'],
    ['8:00-24:00', 'must be written as 08:00-24:00'],
    ['24:00-08:00', '24:00 is the end of a day: write 00:00-08:00 into the next day'],
    ['09:00-09:00', 'begins and ends at the same time'],
    ['closed', 'a day on which it is closed has an empty list: []'],
    ['24/7', 'a whole day is written as 00:00-24:00'],
    ['25:00-26:00', 'must look like 09:00-18:00'],
    ['morning', 'must look like 09:00-18:00'],
  ])('%s', (text, sentence) => {
    expect(told(spanProblem(text))).toContain(sentence)
  })

  it('are accepted in the documented form, past midnight too', () => {
    for (const text of ['09:00-18:00', '22:00-06:00', '00:00-24:00']) {
      expect(spanProblem(text)).toBeUndefined()
    }
  })

  it('that overlap are reported, and used', () => {
    expect(dayProblems(['12:00-18:00', '09:00-13:00']).map(told)).toEqual([
      '12:00-18:00 overlaps with 09:00-13:00: it is open for both together',
    ])
    expect(dayProblems(['09:00-12:00', '12:00-18:00'])).toEqual([])
    const hours = { monday: ['09:00-13:00', '12:00-18:00'] }
    const { policy, problems } = layer([{ name: 'policy', values: { hours } }])
    expect(policy.hours?.monday).toEqual(hours.monday)
    expect(problems[0]?.path).toBe('hours.monday')
  })
})

describe('ports', () => {
  it('blocked by Chromium are reported at startup', () => {
    for (const port of [1, 22, 5060, 5061, 6000, 6667, 10_080]) {
      expect(told(portProblem(`wss://sip.example.com:${String(port)}/ws`)), String(port)).toContain(
        `has the port ${String(port)}, which Chromium refuses to open`,
      )
    }
    const fine = [
      'wss://a:5062',
      'ws://[::1]:7443/ws',
      'https://a/x:25',
      'https://a:8089/',
      'wss://a',
    ]
    for (const address of fine) expect(portProblem(address), address).toBeUndefined()
    expect(told(portProblem('https://[::1]:25/rest'))).toContain('25')
    expect(told(portProblem('https://a:70000'))).toContain('above 65535')

    const { policy, problems } = layer([
      {
        name: 'policy',
        values: {
          call: { server: 'wss://sip.example.com:5061', user: 'k' },
          centre: { baseUrl: 'http://centre.example.com:6000/rest' },
        },
      },
    ])
    expect([policy.call.server, policy.centre.baseUrl]).toEqual([undefined, undefined])
    expect(policy.call.user).toBe('k')
    expect(problems.map(({ path }) => path)).toEqual(['call.server', 'centre.baseUrl'])
  })

  it('refused by WebRTC for TURN are reported too', () => {
    expect(told(relayPortProblem('turn:relay.example.com:81'))).toContain('81')
    expect(told(relayPortProblem('turns:[2001:db8::1]:636?transport=tcp'))).toContain('636')
    for (const fine of ['turn:a:443?transport=tcp', 'turn:a', 'turns:a:5349', 'stun:a:19']) {
      expect(relayPortProblem(fine), fine).toBeUndefined()
    }
  })
})

describe('the brand\u2019s colour', () => {
  it('is used if text on it is readable', () => {
    for (const colour of ['#005a42', '#003399', '#000000']) {
      expect(brandOf(colour)).toEqual({ shown: colour, isCarried: true })
    }
  })

  it('is darkened a little without a warning if that is enough', () => {
    for (const colour of ['#e30613', '#e20074', '#0066b3', '#595959']) {
      const { shown, isCarried } = brandOf(colour)
      expect(isCarried, colour).toBe(true)
      expect(isReadable(shown), shown).toBe(true)
      expect(accentProblem(colour)).toBeUndefined()
    }
  })

  it('is refused if it would change too much, with the reason and an accepted colour', () => {
    for (const colour of ['#ffdd00', '#ff6600', '#ffffff']) {
      const reason = told(accentProblem(colour))
      expect(reason).toMatch(/reach a contrast of \d+\.\d to 1 and need 7; .* #[\da-f]{6}$/u)
      expect(accentProblem(reason.slice(-7))).toBeUndefined()
    }
  })

  it.each([
    ['005a42', '#005a42'],
    ['#05A', '#0055aa'],
    ['rgb(0, 90, 66)', '#005a42'],
    ['#005A42FF', '#005a42'],
  ])('%s is reported with %s', (text, meant) => {
    expect(told(accentProblem(text))).toContain(`did you mean "${meant}"?`)
  })
})
