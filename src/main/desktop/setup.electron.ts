import type { BrowserWindow } from 'electron'
import type { ChatView } from '../../contract/chat.ts'
import type { Source } from '../../contract/define.ts'
import type { VisitView } from '../../contract/visit.ts'
import type { Context } from '../context.ts'
import type { Words } from '../platform/words.ts'
import { onSafeScreen } from '../window/window.electron.ts'
import { listenForLinks, openDesktop, type Desktop } from './desktop.electron.ts'
import { linkOnLine } from './link.ts'
import { createLinks } from './links.ts'
import { createUnreadMessages } from './unread-messages.ts'

interface Others {
  readonly visit: {
    readonly source: Source<VisitView>
    readonly words: () => Words
    readonly engagement: () => 'none' | 'waiting' | 'engaged'
  }
  readonly chat: { readonly source: Source<ChatView> }
  readonly staff: { readonly ask: () => void }
  /** The command line. */
  readonly args: readonly string[]
}

export function setupDesktop(context: Context, { visit, chat, staff, args }: Others) {
  const { policy, isKiosk, log } = context
  let desktop: Desktop | undefined
  let open = (): void => undefined
  const links = createLinks({
    mode: policy.mode,
    topics: policy.chat.topics.map(({ key }) => key),
    log: log.child('links'),
  })
  const unread = createUnreadMessages({
    wanted: policy.desktop.notifications,
    words: visit.words,
    onUnread: (count) => desktop?.unread(count),
    onNotice: (notice) => desktop?.notice(notice),
  })
  unread.chatChanged(chat.source.view)
  chat.source.subscribe(unread.chatChanged)
  let { language } = visit.source.view
  visit.source.subscribe((view) => {
    if (view.language !== language) desktop?.renewWords()
    language = view.language
  })
  listenForLinks(args, linkOnLine, links.take)

  return {
    source: links.source,
    handlers: links.handlers,
    onWindow(window: BrowserWindow) {
      if (isKiosk) return
      // Once, after the first screen, the page's or the safe one: menu and tray do not hold it up.
      open = () => {
        desktop ??= openDesktop({
          window,
          name: policy.brand.name,
          tray: policy.desktop.tray,
          words: visit.words,
          onChannel: (channel) => {
            links.show({ channel })
          },
          onDoctor: staff.ask,
          onFocus: unread.focusChanged,
          isEngaged: () => visit.engagement() !== 'none',
          log: log.child('desktop'),
        })
      }
      onSafeScreen(window, open)
    },
    onReady() {
      open()
    },
  }
}
