import type { Kind } from './kinds.ts'
import { parse, type Parsed } from './plans.ts'

const KINDS_OF: Readonly<Record<NonNullable<ReturnType<Parsed['getType']>>, readonly Kind[]>> = {
  FIXED_LINE: ['landline'],
  MOBILE: ['mobile'],
  FIXED_LINE_OR_MOBILE: ['landline', 'mobile'],
  VOIP: ['voip'],
  TOLL_FREE: ['toll-free'],
  UAN: ['company'],
  PERSONAL_NUMBER: ['personal'],
  PAGER: ['pager'],
  VOICEMAIL: ['voicemail'],
  SHARED_COST: ['shared-cost'],
  PREMIUM_RATE: ['premium-rate'],
}

/** Inmarsat, satellite telephones and networks without a country, dear to call. */
const SATELLITE = new Set(['870', '881', '882', '883'])
/** Ends of numbers whose neighbours are asked. */
const ENDS = ['2345678901', '1234567890', '5550142555', '9876543210', '0000000000', '6666666666']

/** Every kind that a number may be of. One that the plans do not know is of the kind of those that begin like it. */
export function kindsOf(parsed: Parsed): readonly Kind[] {
  if (SATELLITE.has(parsed.countryCallingCode)) return ['satellite']
  const type = parsed.getType()
  return type === undefined ? kindsNear(parsed) : KINDS_OF[type]
}

/** `+1 900 123 4567` is in no plan, and dialled all the same: 900 is premium rate. */
function kindsNear({ countryCallingCode, nationalNumber }: Parsed): readonly Kind[] {
  const found = new Set<Kind>()
  for (const length of [4, 3]) {
    const begin = nationalNumber.slice(0, length)
    for (const end of ENDS) {
      for (let digits = 6; digits <= 12; digits += 1) {
        const near = parse(
          `+${countryCallingCode}${begin}${end}`.slice(0, digits + 1 + countryCallingCode.length),
          '',
        )
        const type = near?.isValid() === true ? near.getType() : undefined
        for (const kind of type === undefined ? [] : KINDS_OF[type]) found.add(kind)
      }
    }
    if (found.size > 0) break
  }
  return [...found]
}
