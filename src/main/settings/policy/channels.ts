import { z } from 'zod'
import { KINDS, USUAL_KINDS } from '../../../phone/kinds.ts'
import { allowedCountryProblem, countryProblem } from '../known.ts'
import { relayPortProblem } from '../ports.ts'
import {
  says,
  without,
  httpUrl,
  socketUrl,
  labels,
  priority,
  seconds,
  ownHours,
  hoursSchema,
} from './fields.ts'

/** The contact centre, and the ways to reach it. */
export const channels = {
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
      allow: z
        .strictObject({
          countries: z
            .array(z.string().refine(...without(allowedCountryProblem)))
            .max(300)
            .default(['*'])
            .describe(
              'Countries whose numbers are called, wherever a customer gives one; * is every number, 001 are those without a country, such as +800',
            ),
          types: z
            .array(z.enum(KINDS))
            .max(KINDS.length)
            .default([...USUAL_KINDS])
            .describe(
              'Kinds of numbers that are called. What others collect for is left out, and so are satellites: nobody knows who stands at a kiosk. company: one number for a whole business, such as 010 in Finland',
            ),
        })
        .prefault({}),
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
      noAnswerSeconds: seconds(10, 600)
        .default(45)
        .describe(
          'A call that nobody answers ends after this time without a sign of life; ringing and the news of a queue are such signs',
        ),
      queueSeconds: seconds(10, 7200)
        .default(900)
        .describe('A call that nobody answers ends after this time in any case'),
      transfer: z
        .union(
          [
            z.enum(['same-domain', 'never']),
            z
              .array(z.string().regex(/^[a-z0-9.:[\]-]+$/u))
              .min(1)
              .max(20),
          ],
          says('reason.transfer'),
        )
        .default('same-domain')
        .describe(
          'Where an agent may put a call through, or a server redirect it: addresses of the domain of the call, nowhere, or addresses of these hosts',
        ),
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
} as const
