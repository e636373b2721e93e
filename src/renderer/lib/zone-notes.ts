import { offsetAt } from '../../contract/zone.ts'
import { i18n, t } from './i18n.svelte.ts'
import { settings } from './views.svelte.ts'
import { zoneNameOf } from './zone-names.ts'

/** `Times: Central European Time`, for what happened at `at` (epoch milliseconds) where the reader stands. */
export function ownZoneName(at: number): string {
  return t('when.zone', { zone: zoneNameOf(at, i18n.ownZone, i18n.language) })
}

/** The same, where the zone of this machine is not known and the times are the centre's. */
export function ownZoneNote(at: number): string | undefined {
  return settings.view.unknownZone === 'device' ? ownZoneName(at) : undefined
}

/** Names the centre's zone beside its hours, where the reader's clock may show another time at one of these moments. */
export function centreZoneNote(moments: readonly number[]): string | undefined {
  const [first] = moments
  if (first === undefined) return undefined
  const { zone, ownZone, unknownZone } = settings.view
  const isClear =
    unknownZone === undefined && moments.every((at) => offsetAt(zone, at) === offsetAt(ownZone, at))
  return isClear ? undefined : t('when.zone', { zone: zoneNameOf(first, zone, i18n.language) })
}
