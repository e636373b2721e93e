import type { AskCall } from '../../contract/call.ts'
import type { PhoneNumber } from '../../phone/reader.ts'
import type { Policy } from '../settings/policy.ts'
import { headerValue, quotable } from './sip-text.ts'

/** Shop and kiosk: what an agent wants to know of a caller who has given no name. */
export function placeOf({ store, kiosk }: Policy['site']): string {
  return [store, kiosk]
    .map(quotable)
    .filter((part) => part !== '')
    .join(', ')
}

/** Contact data for the agent's client, only where the policy says so. */
export function contactHeaders(
  { customerName, destinationKey }: AskCall,
  number: PhoneNumber | undefined,
  site: Policy['site'],
  language: string,
): Readonly<Record<string, string>> {
  const all: Readonly<Record<string, string>> = {
    'X-Callpoint-Number': number?.written ?? '',
    'X-Callpoint-Extension': number?.extension ?? '',
    'X-Callpoint-Name': customerName ?? '',
    'X-Callpoint-Destination': destinationKey,
    'X-Callpoint-Language': language,
    'X-Callpoint-Store': site.store,
    'X-Callpoint-Kiosk': site.kiosk,
  }
  const values = Object.entries(all).map(([name, value]) => [name, headerValue(value)] as const)
  return Object.fromEntries(values.filter(([, value]) => value !== ''))
}
