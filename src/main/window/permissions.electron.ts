import type { Session } from 'electron'
import type { Log } from '../platform/log.ts'
import { ORIGIN } from '../platform/app-files.ts'

/** What our own pages may ask for; everything else, and everybody else, is refused. */
const ALLOWED = new Set([
  ...['media', 'fullscreen', 'speaker-selection', 'clipboard-sanitized-write'],
  // Runtimes: newer versions (Chromium 142, by default in Electron 43) ask before a page reaches an address of the own
  // network, where a branch's call server stands. The content security policy lets our pages reach no other server.
  ...['local-network-access', 'local-network', 'loopback-network'],
])

/** Permissions by an allow-list of origin, frame and kind. No device is ever handed out. */
export function guardPermissions(session: Session, log: Log): void {
  const allowed = (permission: string, origin: string, isMainFrame: boolean): boolean =>
    ALLOWED.has(permission) && isMainFrame && isOurs(origin)

  session.setPermissionRequestHandler((contents, permission, callback, details) => {
    const origin = details.requestingUrl || contents.getURL()
    const granted = allowed(permission, origin, details.isMainFrame)
    if (!granted) log.warn('permission refused', { permission })
    callback(granted)
  })
  session.setPermissionCheckHandler((_contents, permission, origin, details) =>
    allowed(permission, origin, details.isMainFrame),
  )
  session.setDevicePermissionHandler(() => false)
}

function isOurs(address: string): boolean {
  return address === ORIGIN || address.startsWith(`${ORIGIN}/`)
}
