import { z } from 'zod'
import type { Sentence, WordKey } from '../../platform/words.ts'
import { spanProblem } from '../hours-text.ts'
import { languageProblem } from '../known.ts'
import { portProblem } from '../ports.ts'
import { carried } from '../reasons.ts'

/** What a check says: the key of a text, in whatever language it is shown. */
export const says = (key: WordKey): string => carried({ key })

/** Arguments of `refine`: valid if there is no problem, else the problem is the message. */
export const without = (problem: (text: string) => Sentence | undefined) =>
  [
    (text: string) => problem(text) === undefined,
    {
      error: ({ input }: { readonly input?: unknown }) => {
        const sentence = problem(String(input))
        return sentence && carried(sentence)
      },
    },
  ] as const

// The patterns below are anchored and read a technician's file once: no input of a customer meets them.
export const httpUrl = z
  .string()
  .regex(/^https?:\/\/[^\s/?#@]+(\/[^\s?#]*)?$/u, says('reason.httpPlain'))
  .refine(...without(portProblem))
export const socketUrl = z
  .string()
  .regex(/^wss?:\/\/[^\s?#@]+$/u, says('reason.socket'))
  .refine(...without(portProblem))
export const clock = '([01]\\d|2[0-3]):[0-5]\\d'
const span = z
  .string()
  .regex(new RegExp(`^${clock}-(${clock}|24:00)$`, 'u'), without(spanProblem)[1])
  .refine(...without(spanProblem))
const day = z.array(span).max(4).default([])
export const labels = z
  .record(z.string(), z.string().min(1).max(80))
  .refine((value) => Object.keys(value).length > 0, says('reason.label'))
export const priority = z.int().min(1).max(100)
export const languageTag = z
  .string()
  .regex(
    /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/u,
    without((tag) => languageProblem(tag) ?? { key: 'reason.languageForm' })[1],
  )
export const seconds = (least: number, most: number) => z.number().min(least).max(most)

export const hoursForm =
  'Each day a list of spans such as "09:00-13:00" in the zone above, 24 hours, with two digits each; [] or no entry: closed that day; "22:00-02:00" runs past midnight; "00:00-24:00": the whole day'
export const ownHours =
  'Hours of this channel, written as the opening hours are; those where left out'

export const hoursSchema = z.strictObject({
  monday: day,
  tuesday: day,
  wednesday: day,
  thursday: day,
  friday: day,
  saturday: day,
  sunday: day,
})

/** An http or https address that names no user. */
export function isAddress(text: string): boolean {
  try {
    const { protocol, username, password } = new URL(text)
    return /^https?:$/u.test(protocol) && username === '' && password === ''
  } catch {
    return false
  }
}
