import { beforeEach, describe, expect, it } from 'vitest'
import { isInterrupted, noteCall, takeInterrupted } from './page-reload.ts'

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

  it('is reported once, with the data for BYE', () => {
    noteCall({ destinationKey: 'advice', dialog })
    expect(isInterrupted()).toBe(true)
    expect(takeInterrupted()).toEqual({ destinationKey: 'advice', dialog })
    expect(isInterrupted()).toBe(false)
    expect(takeInterrupted()).toBeUndefined()
  })

  it('knows of no call after one has ended', () => {
    noteCall({ destinationKey: 'advice' })
    noteCall(undefined)
    expect(takeInterrupted()).toBeUndefined()
  })

  it.each([
    ['no JSON', 'calling'],
    ['nothing in it', '{}'],
    ['another thing', JSON.stringify({ destinationKey: 'advice', dialog: 7 })],
    ['a field too few', JSON.stringify({ dialog: { ...dialog, target: undefined } })],
    ['a line break', JSON.stringify({ dialog: { ...dialog, callId: 'a\r\nVia: b' } })],
    ['routes that are none', JSON.stringify({ dialog: { ...dialog, routes: [1] } })],
  ])('says goodbye to nobody where the note is nonsense: %s', (_what, text) => {
    sessionStorage.setItem(KEY, text)
    expect(takeInterrupted()?.dialog).toBeUndefined()
    expect(isInterrupted()).toBe(false)
  })
})
