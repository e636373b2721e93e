import type { Session } from 'electron'
import type { Log } from '../support/log.ts'
import { ORIGIN } from './app-files.ts'

/** What our own pages may ask for; everything else, and everybody else, is refused. */
const ALLOWED = new Set(['media', 'fullscreen', 'speaker-selection', 'clipboard-sanitized-write'])

/** Permissions by an allow-list of origin and kind. */
export function guardPermissions(session: Session, log: Log): void {
  const allowed = (permission: string, origin: string): boolean =>
    ALLOWED.has(permission) && isOurs(origin)

  session.setPermissionRequestHandler((contents, permission, callback, details) => {
    const granted = allowed(permission, details.requestingUrl || contents.getURL())
    if (!granted) log.warn('permission refused', { permission })
    callback(granted)
  })
  session.setPermissionCheckHandler((_contents, permission, origin) => allowed(permission, origin))
  session.setDevicePermissionHandler(() => false)
}

function isOurs(address: string): boolean {
  return address === ORIGIN || address.startsWith(`${ORIGIN}/`)
}
