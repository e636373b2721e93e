import { fail } from '../../contract/outcome.ts'
import type { ChatView } from '../../contract/chat.ts'
import type { Context } from '../context.ts'
import { createBootClock } from '../platform/boot-clock.ts'
import type { WipePart } from '../vault/wiper.ts'
import type { Channels } from '../visit/channels.ts'
import type { VisitFeature } from '../visit/setup.ts'
import { chatConfigOf } from './chat-config.ts'
import type { ChatHandlers } from './chat-handlers.ts'
import { isLive } from './chat-machine.ts'
import { createChat } from './chat.ts'

interface Others {
  readonly visit: Pick<VisitFeature, 'source' | 'touch' | 'mayBegin' | 'engagementChanged'>
  readonly channels: Pick<Channels, 'noteFailure'>
}

export function setupChat(context: Context, { visit, channels }: Others) {
  const { policy, appVersion, clock, random, log, vault, centre, country } = context
  const config = () => chatConfigOf(policy, appVersion, country)
  const chat = createChat({
    centre,
    clock,
    boot: createBootClock(),
    random,
    log: log.child('chat'),
    store: vault.store,
    config,
    visit: () => visit.source.view,
  })
  chat.source.subscribe((view) => {
    visit.engagementChanged()
    if (view.phase === 'failed') channels.noteFailure('chat', view.failure)
  })
  const handlers: ChatHandlers = {
    ...chat.handlers,
    start: (input) => (visit.mayBegin() ? chat.handlers.start(input) : fail('wrong-state')),
  }
  const wipeParts: readonly WipePart[] = [
    { store: 'chat', run: chat.endForVisit, isRequired: true },
  ]

  return {
    source: chat.source,
    handlers,
    activity: () => chat.activity,
    pageState: chat.pageState,
    /** What a page of the chat may be loaded from. */
    urlPolicy: () => config().url,
    /** Tells at each change which page the safe viewer is to show; undefined for none. */
    onPage(show: (page: ChatView['page']) => void) {
      chat.source.subscribe(({ phase, page }) => {
        show(isLive(phase) && page?.viewable === true ? page : undefined)
      })
    },
    /** The chat that has ended; undefined while there is none. */
    transcript() {
      const entries = chat.transcript()
      return entries && { entries, customerName: chat.source.view.customerName }
    },
    /** Takes up the chat of an earlier run; answers whether there is one that goes on. */
    resume() {
      // It belongs to the visit that begins with it.
      if (chat.resumable) void visit.touch()
      return chat.resume()
    },
    wipeParts,
    async stop(startsAgain: boolean) {
      if (!startsAgain) {
        await chat.endForQuit().catch((error: unknown) => {
          log.error('the chat could not be ended', { error })
        })
      }
      chat.stop()
    },
  }
}
