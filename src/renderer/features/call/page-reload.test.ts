import { beforeEach, describe, expect, it } from 'vitest'
import { forgetCall, isInterrupted } from './interrupted.ts'
import { CallNote } from './page-reload.ts'

const KEY = 'oscc-click-to-dial'
const dialog = {
  callId: 'one',
  localTag: 'a',
  remoteTag: 'b',
  local: 'sip:me@voice.example',
  remote: 'sip:5000@voice.example',
  target: 'sip:agent@host.invalid;transport=ws',
  routes: ['<sip:proxy.example;lr>'],
  sequence: 3,
}

describe('a page that was loaded in the middle of a call', () => {
  beforeEach(() => {
    sessionStorage.clear()
  })

  /** Another page, whose clock has not moved. */
  const take = (place = '') => new CallNote(place).take(() => 0)

  it('is reported once, with the data for BYE', async () => {
    new CallNote().note({ destinationKey: 'advice', dialog })
    expect(isInterrupted()).toBe(true)
    expect(await take()).toEqual({ destinationKey: 'advice', dialog })
    expect(isInterrupted()).toBe(false)
    expect(await take()).toBeUndefined()
  })

  it('knows of no call after one has ended', async () => {
    const note = new CallNote()
    note.note({ destinationKey: 'advice' })
    note.note(undefined)
    expect(await take()).toBeUndefined()
    new CallNote().note({ destinationKey: 'advice' })
    forgetCall()
    expect(await take()).toBeUndefined()
  })

  it('leaves the calls of other elements alone', async () => {
    new CallNote('0').note({ destinationKey: 'advice', dialog })
    new CallNote('0').note(undefined)
    new CallNote('1').note(undefined)
    expect(await take('1')).toBeUndefined()
    expect(await take('0')).toEqual({ destinationKey: 'advice', dialog })
  })

  it.each([
    ['no JSON', 'calling'],
    ['nothing in it', '{}'],
    ['another thing', JSON.stringify({ destinationKey: 'advice', dialog: 7 })],
    ['a field too few', JSON.stringify({ dialog: { ...dialog, target: undefined } })],
    ['a line break', JSON.stringify({ dialog: { ...dialog, callId: 'a\r\nVia: b' } })],
    ['routes that are none', JSON.stringify({ dialog: { ...dialog, routes: [1] } })],
  ])('says goodbye to nobody where the note is nonsense: %s', async (_what, text) => {
    sessionStorage.setItem(KEY, text)
    expect((await take())?.dialog).toBeUndefined()
    expect(isInterrupted()).toBe(false)
  })
})
