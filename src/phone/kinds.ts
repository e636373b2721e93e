/*
 * Which numbers may be called. Pure and without the numbering plans: the policy's schema and the first view use it too.
 */

/** Kinds of numbers, as the policy names them. */
export const KINDS = [
  'landline',
  'mobile',
  'voip',
  'toll-free',
  'company',
  'personal',
  'pager',
  'voicemail',
  'satellite',
  'shared-cost',
  'premium-rate',
] as const

export type Kind = (typeof KINDS)[number]

/** What a customer may be called on without cost that others collect: the policy's default. */
export const USUAL_KINDS: readonly Kind[] = ['landline', 'mobile', 'voip', 'toll-free', 'company']

/** Stands for numbers without a country, such as +800 and +881 (UN M.49: the world). */
export const WORLD = '001'

/** The policy's `callback.allow`. */
export interface Allow {
  /** ISO 3166, `001` for numbers without a country, `*` for all. */
  readonly countries: readonly string[]
  /** Of `KINDS`. */
  readonly types: readonly string[]
}

/** What decides whether a number may be called. */
export interface Callable {
  /** ISO 3166, or `001`: for a number that no list knows yet, the country that comes first with its code. */
  readonly place: string
  /** Every kind it may be of: `+1 212 ...` is a landline or a mobile. Empty where nobody knows. */
  readonly kinds: readonly Kind[]
}

export type Refusal = 'premium' | 'kind' | 'country'

/**
 * Why a number is not called, by the policy; undefined where it is. An anonymous kiosk is no way to toll fraud: a number
 * of a kind that nobody knows passes only where ordinary ones do.
 */
export function refusalOf({ place, kinds }: Callable, allow: Allow): Refusal | undefined {
  const possible = kinds.length > 0 ? kinds : (['landline', 'mobile'] as const)
  if (!possible.some((kind) => allow.types.includes(kind))) {
    return kinds.includes('premium-rate') ? 'premium' : 'kind'
  }
  const { countries } = allow
  if (countries.includes('*') || countries.includes(place)) return undefined
  return place === WORLD ? 'kind' : 'country'
}
