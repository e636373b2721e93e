import type { Handlers } from '../../contract/contract.ts'
import type { Context } from '../context.ts'
import { wordsIn } from '../platform/words.ts'
import type { Channels } from './channels.ts'
import { engagementOf, type Conversation } from './engagement.ts'
import { createVisit } from './visit.ts'

interface Others {
  readonly channels: Channels
  /** The conversations under way. */
  readonly conversation: () => Conversation
  /** Wipes a visit; `isWhole` tells whether every store that matters is empty. */
  readonly wipe: (visit: number) => Promise<{ readonly isWhole: boolean }>
  readonly onWipeFailed: () => void
}

export type VisitFeature = ReturnType<typeof setupVisit>

export function setupVisit(context: Context, others: Others) {
  const { policy, isKiosk, ownZone, clock, log } = context
  const { channels } = others
  const engagement = () => engagementOf(others.conversation())
  const visit = createVisit({
    policy,
    clock,
    log: log.child('visit'),
    engagement,
    onBegin() {
      ownZone.look()
      void channels.check()
    },
    onEnd: async (number) => {
      const { isWhole } = await others.wipe(number)
      // A desktop has one user: there a failed wipe is only logged and shown on the staff page.
      return isWhole || !isKiosk
    },
    onWipeFailed: others.onWipeFailed,
  })
  const handlers: Handlers['visit'] = visit
  const language = (): string => visit.source.view.language

  return {
    ...visit,
    handlers,
    language,
    /** In the language of the visit, with the policy's own texts. */
    words: () => wordsIn(language(), policy.texts),
    engagement,
    /** On a kiosk nothing begins outside a visit: a late request of the last visit's page is dropped. */
    mayBegin: () => !isKiosk || visit.source.view.stage !== 'absent',
    // Before the page is there, the machine has enough to do with that.
    onShown: () => void channels.check(),
    stop() {
      visit.stop()
      channels.stop()
    },
  }
}
