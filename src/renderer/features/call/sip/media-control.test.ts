import { describe, expect, it } from 'vitest'
import { meaningOfInfo } from './media-control.ts'

const wish = `<?xml version="1.0" encoding="utf-8" ?>
<media_control><vc_primitive><to_encoder><picture_fast_update/></to_encoder></vc_primitive></media_control>`

function info(type: string | undefined, body: string): Parameters<typeof meaningOfInfo>[0] {
  return { body, getHeader: (name) => (name === 'Content-Type' ? type : undefined) }
}

describe('an INFO of the other side', () => {
  it.each([
    ['application/media_control+xml', wish, 'picture'],
    ['Application/Media_Control+XML; charset=utf-8', wish, 'picture'],
    [
      'application/media_control+xml',
      wish.replaceAll('picture_fast_update', 'm:picture_fast_update'),
      'picture',
    ],
    [
      'application/media_control+xml',
      '<media_control><general_error>no</general_error></media_control>',
      'nothing',
    ],
    ['application/media_control+xml', '<picture_fast_updates/>', 'nothing'],
    ['application/media_control+xml', '', 'nothing'],
    [undefined, '', 'nothing'],
    [undefined, wish, 'unknown'],
    ['text/plain', wish, 'unknown'],
    ['application/dtmf-relay', 'Signal=5\r\nDuration=160', 'unknown'],
  ] as const)('of type %s with %j means %s', (type, body, meaning) => {
    expect(meaningOfInfo(info(type, body))).toBe(meaning)
  })
})
