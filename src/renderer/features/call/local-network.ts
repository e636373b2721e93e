import type { EndReason } from './call-machine.ts'
import { ForbiddenByPage } from './page-limits.ts'

/*
 * A browser may ask its visitor before a page reaches an address of the own network (Chromium 142 and later). While the
 * question is open, a connection there neither opens nor fails; once it is denied, the connection fails at once.
 */

/** The visitor does not let pages reach the own network, and the connection failed. */
export class DeniedByVisitor extends Error {}

/** Why a call ends whose connection to the server failed with `error`. */
export function reasonOfNoConnection(error: unknown): EndReason {
  if (error instanceof DeniedByVisitor) return 'local-network'
  return error instanceof ForbiddenByPage ? 'refused' : 'server-down'
}

/** Both names count: with the second alone a server on this device is still refused (Chromium 156). */
const NAMES = ['loopback-network', 'local-network'] as const

/** What the visitor has said so far; undefined where the browser does not ask. */
export async function localNetworkPermission(): Promise<PermissionState | undefined> {
  const states = await Promise.all(NAMES.map(stateOf))
  return (['denied', 'prompt', 'granted'] as const).find((state) => states.includes(state))
}

async function stateOf(name: string): Promise<PermissionState | undefined> {
  try {
    // The types of browsers do not have these names yet.
    const status = await navigator.permissions.query({ name: name as PermissionName })
    return status.state
  } catch {
    return undefined
  }
}
