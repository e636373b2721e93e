import { UserAgent } from 'sip.js'
import type { Invitation } from 'sip.js'

/** A NOTIFY tells of a transfer by the status line that the customer was answered with. */
const statusIn = (body: string): number => Number(/^SIP\/2\.0 (\d{3})/.exec(body)?.[1] ?? 0)

/**
 * Asks the customer of an `invitation` to call a number of the same centre (REFER). Resolves with whether somebody
 * answers there: false where the customer refuses, or reports a failure.
 */
export const transfer = (invitation: Invitation, number: string): Promise<boolean> =>
  new Promise((resolve) => {
    // The domain that the customer dialled: not every customer may be sent to another one.
    const target = UserAgent.makeURI(`sip:${number}@${invitation.request.to.uri.host}`)
    if (target === undefined) {
      resolve(false)
      return
    }
    invitation
      .refer(target, {
        requestDelegate: { onReject: () => resolve(false) },
        onNotify: (notification) => {
          const status = statusIn(notification.request.body)
          void notification.accept()
          if (status >= 200) resolve(status < 300)
        },
      })
      .catch(() => resolve(false))
  })
