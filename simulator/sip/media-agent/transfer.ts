import type { Session } from 'sip.js'

/** The status in the body of a NOTIFY (message/sipfrag), or undefined. */
export const statusIn = (body: string): number | undefined => {
  const status = /^SIP\/2\.0 (\d{3})/u.exec(body)?.[1]
  return status === undefined ? undefined : Number(status)
}

/** The Replaces header of a call that this side has (RFC 3891), as the other side's agent reads it. */
const replacing = ({ dialog }: Session): string | undefined =>
  dialog === undefined
    ? undefined
    : encodeURIComponent(`${dialog.callId};to-tag=${dialog.remoteTag};from-tag=${dialog.localTag}`)

/**
 * Asks the other side of `session` to call `address` (REFER, RFC 3515), in the place of `consulted` where
 * that is given. False when it refuses; what becomes of it comes by NOTIFY.
 */
export const refer = (session: Session, address: string, consulted?: Session): Promise<boolean> =>
  new Promise((resolve) => {
    const replaces = consulted === undefined ? undefined : replacing(consulted)
    const target = replaces === undefined ? address : `${address}?Replaces=${replaces}`
    const { contact, configuration } = session.userAgent
    const extraHeaders = [
      `Refer-To: <${target}>`,
      `Referred-By: <${configuration.uri.toString()}>`,
      `Contact: ${contact.toString()}`,
    ]
    const delegate = { onAccept: () => resolve(true), onReject: () => resolve(false) }
    if (session.dialog === undefined) resolve(false)
    else session.dialog.refer(delegate, { extraHeaders })
  })
