import type { Centre } from './centre/api.ts'
import type { Clock } from './platform/clock.ts'
import type { Log } from './platform/log.ts'
import type { Random } from './platform/random.ts'
import type { Store } from './platform/store.ts'
import type { OwnZone } from './settings/own-zone.ts'
import type { Policy } from './settings/policy.ts'
import type { Secrets } from './settings/secrets.ts'
import type { Vault } from './vault/vault.ts'

/** What every feature is set up with; what one needs of another is a second parameter of its set-up. */
export interface Context {
  /** Without its secrets. */
  readonly policy: Policy
  readonly isKiosk: boolean
  readonly appVersion: string
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
  /** Of this device, and of no customer. */
  readonly device: Store
  readonly vault: Vault
  readonly secrets: Secrets
  readonly centre: Centre
  /** Zone of this device. */
  readonly ownZone: OwnZone
  /** The zone that counts as the centre's is not the policy's own, which nobody knows. */
  readonly isZoneGuessed: boolean
  /** ISO 3166 code of the place: of numbers that are typed without a country. */
  readonly country: () => string
}
