import { describe, expect, it } from 'vitest'
import { callerOf, placeOf } from './caller.ts'

const invite = (
  displayName: string | undefined,
  headers: Readonly<Record<string, string>> = {},
) => ({
  displayName,
  user: 'kiosk-1',
  header: (name: string) => headers[name],
})

describe('the caller', () => {
  it('is named by shop and kiosk, and by nothing twice', () => {
    const headers = {
      'X-Callpoint-Store': 'Köln',
      'X-Callpoint-Kiosk': 'K1',
      'X-Callpoint-Name': 'Jonas Brandt',
      'X-Callpoint-Number': '+49 40 1',
    }
    expect(callerOf(invite('Jonas Brandt', headers))).toEqual({
      name: 'Köln, K1',
      detail: 'Jonas Brandt, +49 40 1',
    })
    expect(callerOf(invite('Köln, K1', { 'X-Callpoint-Kiosk': 'K1' }))).toEqual({
      name: 'K1',
      detail: 'Köln, K1',
    })
    const places = { 'X-Callpoint-Store': 'Köln', 'X-Callpoint-Kiosk': 'K1' }
    expect(callerOf(invite('Köln, K1', places))).toEqual({ name: 'Köln, K1', detail: '' })
  })

  it('is named by the user where From has no display name', () => {
    expect(callerOf(invite(undefined))).toEqual({ name: 'kiosk-1', detail: '' })
  })

  it('is named by the display name without headers, otherwise by the user', () => {
    expect(callerOf(invite('Hamburg, K1'))).toEqual({ name: 'Hamburg, K1', detail: '' })
    expect(callerOf(invite(' '))).toEqual({ name: 'kiosk-1', detail: '' })
  })

  it.each([
    [String.raw`The \"Old Mill\"`, 'The "Old Mill"'],
    [String.raw`C:\\Shop`, String.raw`C:\Shop`],
    [String.raw`\M\ü\l\l\e\r`, 'Müller'],
    [String.raw`a\\\"b`, String.raw`a\"b`],
    ['Plain', 'Plain'],
  ])('reads the quoted name %s', (quoted, name) => {
    expect(callerOf(invite(quoted)).name).toBe(name)
  })

  it('has one place, though shop and kiosk may be called the same', () => {
    expect(placeOf('Hamburg', 'K1')).toBe('Hamburg, K1')
    expect(placeOf(' ', 'K1')).toBe('K1')
    expect(placeOf('Hamburg', 'Hamburg')).toBe('Hamburg')
    expect(placeOf('', '')).toBe('')
  })
})
