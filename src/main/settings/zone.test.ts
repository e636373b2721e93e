import { describe, expect, it } from 'vitest'
import { told } from '../platform/told.ts'
import { machineZoneProblem, zoneProblem } from './zone.ts'

describe('an unknown time zone', () => {
  it.each([
    ['Europe/Berln', '"Europe/Berlin"'],
    ['Berlin', '"Europe/Berlin"'],
    ['Europa/Helsinki', '"Europe/Helsinki"'],
    ['W. Europe Standard Time', '"Europe/Berlin"'],
    ['GMT+5', '"Etc/GMT-5"'],
    ['Mars/Olympus', 'such as Europe/Berlin'],
    ['Etc/Unknown', 'must be an IANA time zone that this version knows (its zone data: 20'],
  ])('in the policy, %s, is answered with the one that was meant', (zone, sentence) => {
    expect(told(zoneProblem(zone))).toContain(sentence)
  })

  it('in TZ is read as POSIX does if it is an offset', () => {
    expect(told(machineZoneProblem('GMT+5', 'Europe/Berlin'))).toContain('"Etc/GMT+5"')
    expect(told(machineZoneProblem('Europe/Berln', 'UTC'))).toContain('"Europe/Berlin"')
    expect(told(machineZoneProblem(undefined, 'Asia/Tokyo'))).toContain('Asia/Tokyo counts')
  })

  it('does not include zones that the runtime lacks, or old names', () => {
    const names = [
      'Europe/Berlin',
      'UTC',
      'Asia/Kolkata',
      'America/Coyhaique',
      'Europe/Kyiv',
      'Europe/Kiev',
    ]
    for (const zone of [...names, 'europe/berlin']) expect(zoneProblem(zone), zone).toBeUndefined()
  })
})
