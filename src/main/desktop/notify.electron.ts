import { Notification } from 'electron'
import type { Log } from '../platform/log.ts'

interface Notice {
  readonly title: string
  readonly body: string
}

export interface Notifier {
  /** Shows one; the one before gives way, so that they never pile up. */
  show(notice: Notice): void
  /** The customer is looking: nothing more to say. */
  clear(): void
}

/** Notifications of the system. What they say is not logged: it is the agent's and the customer's. */
export function createNotifier({ onClick, log }: { onClick: () => void; log: Log }): Notifier {
  let shown: Notification | undefined

  function clear(): void {
    shown?.close()
    shown = undefined
  }

  return {
    clear,
    show({ title, body }) {
      if (!Notification.isSupported()) return
      clear()
      const notification = new Notification({ title, body, silent: false })
      notification.on('click', () => {
        // Not every system takes away what was clicked, and it holds the agent's words.
        clear()
        onClick()
      })
      notification.on('failed', () => {
        log.warn('a notification could not be shown')
      })
      // Held, or it could be collected before it is clicked.
      shown = notification
      notification.show()
    },
  }
}
