import type { BrowserWindow } from 'electron'
import type { Handlers } from '../../contract/contract.ts'
import { fail } from '../../contract/outcome.ts'
import type { Context } from '../context.ts'
import { onWake } from '../platform/wake.electron.ts'
import type { WipePart } from '../vault/wiper.ts'
import { onPageGone } from '../window/window.electron.ts'
import { createCall } from './call.ts'
import { guardScreenShare, listScreens } from './screen-share.electron.ts'

interface Others {
  readonly visit: {
    readonly language: () => string
    readonly mayBegin: () => boolean
    readonly engagementChanged: () => void
  }
}

export function setupCall(context: Context, { visit }: Others) {
  const { policy, clock, random, log, device, secrets, country } = context
  const call = createCall({
    policy,
    secrets: () => ({
      password: secrets['sip-password'],
      turnSecret: secrets['turn-secret'],
    }),
    clock,
    random,
    log: log.child('call'),
    store: device,
    screens: listScreens,
    language: visit.language,
    country,
  })
  call.onPhase(visit.engagementChanged)
  guardScreenShare({ picker: call.picker, log: log.child('screen share') })
  onWake(call.nudge)
  const handlers: Handlers['call'] = {
    ...call.handlers,
    grant: (ask) =>
      visit.mayBegin() || ask.isGoodbye === true ? call.handlers.grant(ask) : fail('wrong-state'),
  }
  const wipeParts: readonly WipePart[] = [
    { store: 'call', run: call.endForVisit, isRequired: true },
  ]

  return {
    source: call.source,
    handlers,
    phase: () => call.phase,
    onWindow(window: BrowserWindow) {
      onPageGone(window, call.pageGone)
    },
    wipeParts,
  }
}
