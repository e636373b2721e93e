import type { Centre } from '../../../simulator/centre.ts'
import { laidOver, type PolicyPart } from './demo-policy.ts'
import { openCallpoint, type Callpoint } from './callpoint.ts'
import { fakeDevices } from '../machine/devices.ts'
import type { Stage } from './stage.ts'

/** A kiosk that asks no more than a campaign wants to answer, with a camera and a microphone that are none. */
const POLICY: PolicyPart = {
  mode: 'kiosk',
  languages: ['en'],
  secrets: { store: 'key-file' },
  chat: { askConsent: false, adaptivePolling: false, pollSeconds: 1 },
  callback: { askConsent: false },
}

interface Options {
  /** Laid over the policy that campaigns share. */
  readonly policy: PolicyPart
  readonly flags?: readonly string[]
  /** The home of an earlier run, to go on with. */
  readonly home?: string | undefined
}

/** Opens the real app as a kiosk against `centre`. */
export async function openKioskApp(
  stage: Stage,
  centre: Centre,
  { policy, flags = [], home }: Options,
): Promise<Callpoint> {
  return await openCallpoint({
    launch: stage.launch,
    display: stage.display.environment,
    layout: 'terminal',
    motion: true,
    simulator: { ...centre.urls, clientId: centre.clientId, clientSecret: centre.clientSecret },
    policy: laidOver(POLICY, policy),
    args: [fakeDevices(), ...flags],
    ...(home === undefined ? {} : { home }),
  })
}
