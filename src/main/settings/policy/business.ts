import { z } from 'zod'
import { accentProblem } from '../brand.ts'
import { zoneProblem } from '../zone.ts'
import {
  says,
  without,
  labels,
  languageTag,
  seconds,
  hoursForm,
  hoursSchema,
  isAddress,
} from './fields.ts'

/** How the contact point appears, and what it tells of its business. */
export const business = {
  mode: z
    .enum(['kiosk', 'desktop'])
    .default('desktop')
    .describe('kiosk: full screen and locked; desktop: a window'),
  brand: z
    .strictObject({
      name: z
        .string()
        .min(1)
        .max(60)
        .default('Callpoint')
        .describe('Name of the business, shown on every screen'),
      accent: z
        .string()
        .regex(/^#[0-9a-fA-F]{6}$/u, without(accentProblem)[1])
        .refine(...without(accentProblem))
        .optional()
        .describe(
          'The one accent colour; in the light theme as much darker as words on it need for 7:1, and not taken where that would make another colour of it',
        ),
    })
    .prefault({}),
  languages: z
    .array(languageTag)
    .min(1)
    .max(12)
    .default(['en', 'de'])
    .describe('Languages offered to the customer; the first is the default'),
  texts: z
    .record(z.string(), z.record(z.string(), z.string().max(2000)))
    .default({})
    .describe('Overrides of texts: language (or *) to key to text'),
  theme: z.enum(['system', 'light', 'dark', 'contrast']).default('system'),
  zone: z
    .string()
    .refine(...without(zoneProblem))
    .default('Europe/Berlin')
    .describe('Time zone of the contact centre'),
  zoneFile: z
    .string()
    .min(1)
    .max(1000)
    .optional()
    .describe(
      'File with newer time zone data than the app\u2019s own, in the form of moment-timezone\u2019s data/packed/latest.json; relative to the folder of this policy. The self-test names the data in force',
    ),
  hours: hoursSchema.optional().describe(`Opening hours; always open where left out. ${hoursForm}`),
  holidays: z.array(z.iso.date()).max(400).default([]).describe('Closed all day, YYYY-MM-DD'),
  attract: z
    .strictObject({
      slides: z
        .array(
          z.strictObject({
            headline: labels.describe('Language (or *) to text; a few words'),
            line: z
              .record(z.string(), z.string().min(1).max(160))
              .optional()
              .describe('Language (or *) to text: one sentence below the headline'),
            image: z
              .string()
              .min(1)
              .max(200)
              .optional()
              .describe(
                'PNG or JPEG, at most 4 MB and 4096 pixels a side: a path below the folder of this policy. Our own light where left out or unusable',
              ),
          }),
        )
        .max(8)
        .default([])
        .describe('What a kiosk shows between two visits; our own words and light where empty'),
      secondsPerSlide: seconds(5, 600).default(12),
    })
    .prefault({}),
  contact: z
    .strictObject({
      phoneNumber: z.string().min(3).max(40).optional().describe('Shown where no channel is open'),
    })
    .prefault({}),
  consent: z
    .strictObject({
      version: z
        .string()
        .max(80)
        .default('')
        .describe(
          'Version of the text below: told to the agent as contact data, with the time at which the customer agreed',
        ),
      texts: z
        .record(z.string(), z.string().min(1).max(600))
        .default({})
        .describe(
          'Language (or *) to text: what the customer agrees to before a chat or a callback, in place of our own words',
        ),
      link: z
        .string()
        .refine(isAddress, says('reason.http'))
        .max(400)
        .optional()
        .describe(
          'Where more of it can be read: shown as a code for the customer\u2019s own phone',
        ),
    })
    .prefault({}),
  site: z
    .strictObject({
      kiosk: z.string().max(80).default('').describe('Name of this device, told to the agent'),
      store: z
        .string()
        .max(80)
        .default('')
        .describe('Name of this shop or branch, told to the agent'),
    })
    .prefault({}),
} as const
