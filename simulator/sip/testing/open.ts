import { afterEach } from 'vitest'
import { createCentre } from '../../centre.ts'
import type { Centre, CentreOptions } from '../../centre.ts'
import { createPhone } from './phone.ts'
import type { Phone, PhoneOptions } from './phone.ts'

const closing: (() => Promise<void>)[] = []

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

export interface Line {
  readonly centre: Centre
  /** A connected phone of a user, stopped at the end of the test. */
  phone(user: string, options?: Partial<PhoneOptions>): Promise<Phone>
}

/** A centre with its SIP service which the running test closes at its end. */
export const openLine = async (options: CentreOptions = {}): Promise<Line> => {
  const centre = await createCentre({ seed: 1, ...options })
  closing.push(() => centre.close())
  return {
    centre,
    phone: async (user, more = {}) => {
      const phone = await createPhone({ url: centre.urls.sip, user, ...more })
      // What is still open ends with the centre; a phone without a line cannot say goodbye.
      closing.push(() => phone.stop().catch(() => undefined))
      return phone
    },
  }
}
