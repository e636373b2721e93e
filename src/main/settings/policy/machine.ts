import { z } from 'zod'
import { says, clock, seconds } from './fields.ts'

/** The machine, who may do what with it, and how it recovers. */
export const machine = {
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
