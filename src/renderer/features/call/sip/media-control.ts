interface InfoRequest {
  readonly body: string
  getHeader(name: string): string | undefined
}

/** What we say to get a whole picture ourselves. */
export const PICTURE_WISH = {
  type: 'application/media_control+xml',
  body: '<?xml version="1.0" encoding="utf-8"?><media_control><vc_primitive><to_encoder><picture_fast_update/></to_encoder></vc_primitive></media_control>',
} as const

/** What the other side says by INFO in the middle of a call. */
export type InfoMeaning = 'picture' | 'nothing' | 'unknown'

/**
 * `picture`: it wants a whole picture, as mixers and recorders ask that have no way to say so in the media
 * itself (RFC 5168). `nothing`: an INFO without a body, which only asks whether the call is still there.
 */
export function meaningOfInfo(request: InfoRequest): InfoMeaning {
  if (request.body.trim() === '') return 'nothing'
  const [type = ''] = (request.getHeader('Content-Type') ?? '').split(';')
  if (type.trim().toLowerCase() !== 'application/media_control+xml') return 'unknown'
  return /<(?:\w+:)?picture_fast_update\b/.test(request.body) ? 'picture' : 'nothing'
}
