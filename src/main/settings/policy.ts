import { z } from 'zod'
import type { Sentence, WordKey } from '../platform/words.ts'
import { accentProblem } from './brand.ts'
import { spanProblem } from './hours-text.ts'
import { countryProblem, languageProblem, zoneProblem } from './known.ts'
import { portProblem, relayPortProblem } from './ports.ts'
import { carried } from './reasons.ts'

/**
 * The policy file: everything an operator may set. `docs/config.schema.json` is generated from
 * this schema, and `docs/configuration.md` from the schema's descriptions.
 */

/** What a check says: the key of a text, in whatever language it is shown. */
const says = (key: WordKey): string => carried({ key })

/** Arguments of `refine`: valid if there is no problem, else the problem is the message. */
const without = (problem: (text: string) => Sentence | undefined) =>
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
const httpUrl = z
  .string()
  .regex(/^https?:\/\/[^\s/?#@]+(\/[^\s?#]*)?$/u, says('reason.httpPlain'))
  .refine(...without(portProblem))
const socketUrl = z
  .string()
  .regex(/^wss?:\/\/[^\s?#@]+$/u, says('reason.socket'))
  .refine(...without(portProblem))
const clock = '([01]\\d|2[0-3]):[0-5]\\d'
const span = z
  .string()
  .regex(new RegExp(`^${clock}-(${clock}|24:00)$`, 'u'), without(spanProblem)[1])
  .refine(...without(spanProblem))
const day = z.array(span).max(4).default([])
const labels = z
  .record(z.string(), z.string().min(1).max(80))
  .refine((value) => Object.keys(value).length > 0, says('reason.label'))
const priority = z.int().min(1).max(100)
const languageTag = z
  .string()
  .regex(
    /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/u,
    without((tag) => languageProblem(tag) ?? { key: 'reason.languageForm' })[1],
  )
const seconds = (least: number, most: number) => z.number().min(least).max(most)

const hoursForm =
  'Each day a list of spans such as "09:00-13:00" in the zone above, 24 hours, with two digits each; [] or no entry: closed that day; "22:00-02:00" runs past midnight; "00:00-24:00": the whole day'
const ownHours = 'Hours of this channel, written as the opening hours are; those where left out'

export const hoursSchema = z.strictObject({
  monday: day,
  tuesday: day,
  wednesday: day,
  thursday: day,
  friday: day,
  saturday: day,
  sunday: day,
})

export const sections = {
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
  centre: z
    .strictObject({
      baseUrl: httpUrl
        .optional()
        .describe('Address of the Web Interaction REST service, with its path'),
      clientId: z.string().max(200).default(''),
      clientSecret: z
        .string()
        .max(400)
        .default('')
        .describe('Moved into the vault at the first start where there is one'),
      businessUnit: z
        .string()
        .min(1)
        .max(120)
        .default('DEFAULT')
        .describe('As the centre names it; DEFAULT in a single-tenant system'),
      requestTimeoutSeconds: seconds(1, 120).default(10),
      languageNames: z
        .record(z.string(), z.string().min(1).max(80))
        .default({ en: 'English', de: 'German' })
        .describe('Language to its name in OSCC Manager, letter for letter'),
      defaultLanguageName: z.string().min(1).max(80).default('English'),
      tokenLifeSeconds: seconds(0, 31_536_000)
        .default(0)
        .describe('0: until the centre refuses it'),
      compat: z
        .strictObject({
          typingAsString: z
            .boolean()
            .default(false)
            .describe('Say "true" in quotation marks that the customer types'),
          callbackSeconds: z.boolean().default(false).describe('Times of callbacks with seconds'),
          lowerCaseBearer: z
            .boolean()
            .default(false)
            .describe('Send the token as bearer, in lower case'),
          sessionInDeletePath: z
            .boolean()
            .default(false)
            .describe('End a chat by its address, where a proxy drops the body of DELETE'),
          stripPlus: z.boolean().default(false).describe('Send numbers without the plus'),
          echo: z
            .enum(['auto', 'yes', 'no'])
            .default('auto')
            .describe('Whether the centre sends posted messages back; auto: it is found out'),
        })
        .prefault({}),
    })
    .prefault({}),
  chat: z
    .strictObject({
      enabled: z.boolean().default(true),
      hours: hoursSchema.optional().describe(ownHours),
      topics: z
        .array(
          z.strictObject({
            key: z
              .string()
              .min(1)
              .max(80)
              .describe(
                'Sent as the destination of the chat: must equal, letter for letter, the name by which the workflow in the centre routes. Printable ASCII without ! " % * , _ ` and |, or it is written in other letters',
              ),
            labels: labels.describe('Language (or *) to the name of the topic on the screen'),
            icon: z
              .enum([
                'order',
                'device',
                'repair',
                'invoice',
                'advice',
                'contract',
                'travel',
                'health',
                'other',
              ])
              .optional(),
          }),
        )
        .max(12)
        .default([
          { key: 'Service', labels: { '*': 'Service', de: 'Service' }, icon: 'repair' },
          { key: 'Sales', labels: { '*': 'Sales', de: 'Verkauf' }, icon: 'advice' },
        ]),
      priority: priority.default(50),
      source: z
        .string()
        .max(120)
        .default('')
        .describe('Identification of the customer where none is asked: the kiosk by default'),
      askCustomer: z
        .boolean()
        .default(false)
        .describe('Ask for an e-mail address or customer number'),
      askConsent: z.boolean().default(true),
      messageCharacters: z.int().min(100).max(10_000).default(2000),
      offerCallbackAfterSeconds: seconds(10, 3600).default(60),
      pollSeconds: seconds(1, 60).default(3),
      adaptivePolling: z.boolean().default(true),
      guard: z.boolean().default(true).describe('Ask before a card number or IBAN is sent'),
      transcript: z.boolean().default(true).describe('Offer the transcript at the end'),
    })
    .prefault({}),
  print: z
    .strictObject({
      enabled: z.boolean().default(true).describe('Offer to print transcripts'),
      printer: z
        .string()
        .max(200)
        .default('')
        .describe('Name of the printer in the system; a kiosk prints only where one is named'),
    })
    .prefault({}),
  pages: z
    .strictObject({
      hosts: z
        .array(z.string().regex(/^(\*\.)?[a-z0-9.-]+$/u, says('reason.host')))
        .max(200)
        .default([])
        .describe('Hosts that may open in the safe viewer; others are offered as a QR code only'),
      viewer: z.boolean().default(true),
      linkHosts: z
        .array(z.string().regex(/^(\*|(\*\.)?[a-z0-9.-]+)$/u, says('reason.hostOrAll')))
        .max(200)
        .default(['*'])
        .describe('Hosts whose addresses are shown at all; * is every public one'),
      privateHosts: z
        .array(z.string().regex(/^[a-z0-9.:-]+$/u, says('reason.hostOrAddress')))
        .max(50)
        .default([])
        .describe('Hosts on this machine or network that may be shown all the same'),
    })
    .prefault({}),
  callback: z
    .strictObject({
      enabled: z.boolean().default(true),
      hours: hoursSchema.optional().describe(ownHours),
      priority: priority.default(50),
      leadMinutes: z.int().min(0).max(10_080).default(30),
      horizonDays: z.int().min(1).max(90).default(14),
      windowMinutes: z.int().min(15).max(720).default(120),
      askConsent: z.boolean().default(true),
      country: z
        .string()
        .regex(/^[A-Z]{2}$/u, without(countryProblem)[1])
        .refine(...without(countryProblem))
        .optional()
        .describe(
          'Country of telephone numbers typed without a prefix, wherever one is asked for; where left out that of the time zone, then that of the language',
        ),
    })
    .prefault({}),
  call: z
    .strictObject({
      enabled: z.boolean().default(true),
      hours: hoursSchema.optional().describe(ownHours),
      server: socketUrl.optional().describe('SIP over WebSocket'),
      domain: z
        .string()
        .regex(/^[A-Za-z0-9.:[\]-]*$/u, says('reason.hostOrAddress'))
        .max(200)
        .default('')
        .describe('Domain of SIP addresses; the host of the server where left out'),
      realm: z.string().max(200).default('').describe('Digest realm; the domain where left out'),
      user: z.string().max(120).default(''),
      password: z
        .string()
        .max(400)
        .default('')
        .describe('Moved into the vault at the first start where there is one'),
      displayName: z
        .string()
        .max(120)
        .default('')
        .describe('Name under which the agent sees a call; where empty, the shop and the kiosk'),
      destinations: z
        .array(
          z.strictObject({
            key: z
              .string()
              .min(1)
              .max(80)
              .describe(
                'Must equal the Key of the destination in the centre: Configuration Center, Web Interaction SDK, Integrated Phone, Destinations',
              ),
            label: z.string().min(1).max(80).describe('Name on the screen, in any language'),
            labels: labels.optional().describe('Language (or *) to the name, in place of label'),
            pilotNumber: z
              .string()
              .min(1)
              .max(80)
              .describe('The pilot number to which the centre ties that key: what is dialled'),
          }),
        )
        .max(20)
        .default([]),
      iceServers: z
        .array(
          z
            .string()
            .regex(/^(stun|turns?):[^\s]+$/u, says('reason.ice'))
            .refine(...without(relayPortProblem)),
        )
        .max(6)
        .default([]),
      turnSecret: z
        .string()
        .max(400)
        .default('')
        .describe('Shared secret of coturn; never leaves main'),
      relayOnly: z.boolean().default(false),
      startKbps: z
        .int()
        .min(100)
        .max(10_000)
        .default(2500)
        .describe(
          'Rate with which pictures begin before the line is measured, kilobits a second; less for a thin line',
        ),
      dtmf: z.enum(['rfc4733', 'info']).default('rfc4733'),
      screenShare: z
        .array(z.enum(['screen', 'window', 'app']))
        .optional()
        .describe(
          'What a customer may share in a call; where left out, screens and windows on a desktop, and nothing on a kiosk, which shows nothing but this app',
        ),
      askNumber: z
        .boolean()
        .default(false)
        .describe('Ask for the number under which the customer can be called back'),
      contactHeaders: z
        .boolean()
        .default(false)
        .describe('Contact data in X- headers of the INVITE'),
    })
    .prefault({}),
  visit: z
    .strictObject({
      idleSeconds: seconds(15, 3600).default(60),
      warningSeconds: seconds(10, 120).default(20),
      waitingIdleSeconds: seconds(30, 3600).default(180),
      resumeSeconds: seconds(0, 120)
        .default(20)
        .describe(
          'A kiosk whose program has crashed takes up a chat only so long after its last sign of life, and only if the machine has not been started in between; later the chat is ended and nothing of it is shown. 0: never',
        ),
    })
    .prefault({}),
  kiosk: z
    .strictObject({
      display: z
        .union([z.literal('primary'), z.int().min(0).max(15)], says('reason.display'))
        .default('primary')
        .describe('Screen that the kiosk fills: primary, or its place in the list, from 0'),
    })
    .prefault({}),
  desktop: z
    .strictObject({
      notifications: z
        .enum(['words', 'name', 'off'])
        .default('words')
        .describe(
          'While the window is in the background: the agent\u2019s first words, only who has written, or nothing',
        ),
      resumeSeconds: seconds(0, 3600)
        .default(300)
        .describe('So long after a crash or a restart a chat of this desktop is taken up again'),
      tray: z.boolean().default(true).describe('A symbol in the tray, with the unread messages'),
    })
    .prefault({}),
  staff: z
    .strictObject({
      pin: z
        .string()
        .regex(/^(\d{4,12})?$/u, says('reason.digits'))
        .default('')
        .describe(
          'Code of the staff page (five touches in the upper corner where lines begin); without one a kiosk has no staff page',
        ),
      closeAfterSeconds: seconds(30, 3600).default(300),
    })
    .prefault({}),
  keyboard: z
    .strictObject({
      onScreen: z
        .enum(['kiosk', 'always', 'never'])
        .default('kiosk')
        .describe(
          'On-screen keyboard: kiosk: where a finger touches a field in kiosk mode; always: with any pointer, in both modes',
        ),
    })
    .prefault({}),
  secrets: z
    .strictObject({
      store: z
        .enum(['keyring', 'key-file', 'memory'])
        .default('keyring')
        .describe(
          'Where keys live: the system keyring, a file only this user can read, or memory for this run',
        ),
    })
    .prefault({}),
  certificates: z
    .strictObject({
      caFile: z
        .string()
        .max(1000)
        .optional()
        .describe(
          'PEM file with authorities to trust beside those of the system, or with the server\u2019s own certificate',
        ),
      pins: z
        .record(
          z.string().regex(/^([a-z0-9.:-]+|\*)$/u, says('reason.hostPinned')),
          z
            .array(
              z
                .string()
                .regex(/^([0-9a-fA-F]{2}:?){31}[0-9a-fA-F]{2}$/u, says('reason.fingerprint')),
            )
            .min(1)
            .max(10),
        )
        .default({})
        .describe(
          'Host (or * for all others) to SHA-256 fingerprints of its certificate: another one is refused, even if it is valid',
        ),
    })
    .prefault({}),
  proxy: z
    .strictObject({
      hosts: z
        .array(z.string().regex(/^[a-z0-9.-]+(:\d{1,5})?$/u, says('reason.hostPort')))
        .max(10)
        .default([])
        .describe(
          'Proxies that may be given the sign-in below; no other one is, nor any server. Which proxy is used is the system\u2019s setting',
        ),
      user: z.string().max(200).default('').describe('Who signs in at the proxy'),
      password: z
        .string()
        .max(400)
        .default('')
        .describe('Moved into the vault at the first start where there is one'),
    })
    .prefault({}),
  watchdog: z
    .strictObject({
      hangSeconds: seconds(2, 120)
        .default(6)
        .describe('A page that has answered nothing for so long is begun anew'),
      memoryMegabytes: z
        .int()
        .min(64)
        .max(65_536)
        .default(1500)
        .describe(
          'What all processes of a kiosk may take together; above it the page, and if need be the app, starts anew between two visits',
        ),
      recycleAt: z
        .union(
          [
            z.literal('never'),
            z.string().regex(new RegExp(`^${clock}$`, 'u'), says('reason.nightly')),
          ],
          says('reason.nightly'),
        )
        .default('03:30')
        .describe(
          'A kiosk starts anew once a night, HH:MM in the zone above, or later, when the business is closed and nobody is there; or never',
        ),
      rendering: z
        .enum(['auto', 'hardware', 'software'])
        .default('auto')
        .describe(
          'auto: in software for a week after the graphics process has failed three times in ten minutes',
        ),
    })
    .prefault({}),
  log: z
    .strictObject({
      level: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
    })
    .prefault({}),
} as const

export const policySchema = z.strictObject({ $schema: z.string().optional(), ...sections })

export type Policy = Omit<z.infer<typeof policySchema>, '$schema'>
export type Hours = z.infer<typeof hoursSchema>

function isAddress(text: string): boolean {
  try {
    const { protocol, username, password } = new URL(text)
    return /^https?:$/u.test(protocol) && username === '' && password === ''
  } catch {
    return false
  }
}
