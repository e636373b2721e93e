import type { Session } from 'electron'
import type { ChatView } from '../../contract/chat.ts'
import type { Handlers } from '../../contract/contract.ts'
import type { Source } from '../../contract/define.ts'
import { done } from '../../contract/outcome.ts'
import type { StaffView } from '../../contract/staff.ts'
import type { VisitView } from '../../contract/visit.ts'
import type { Context } from '../context.ts'
import type { ProxySignIn } from '../platform/proxy-sign-in.ts'
import type { WipePart } from '../vault/wiper.ts'
import type { UrlPolicy } from './url-policy.ts'
import { clearViewerSession } from './viewer-pane.electron.ts'
import { mayLoadInViewer, mayReachFromViewer } from './viewer-rules.ts'
import { createViewer, type ViewerState } from './viewer.electron.ts'

interface Others {
  readonly chat: {
    readonly urlPolicy: () => UrlPolicy
    readonly onPage: (show: (page: ChatView['page']) => void) => void
    readonly pageState: (entryId: string, state: ViewerState) => void
  }
  readonly visit: { readonly source: Source<VisitView> }
  readonly staff: { readonly source: Source<StaffView> }
  readonly guardCertificates: (used: Session) => void
  readonly signIn: ProxySignIn
}

export function setupViewer(
  context: Context,
  { chat, visit, staff, guardCertificates, signIn }: Others,
) {
  const { clock, log } = context
  const viewer = createViewer({
    rules: {
      mayLoad: (url, as) => mayLoadInViewer(url, as, chat.urlPolicy()),
      mayReach: (url, addresses) => mayReachFromViewer(url, addresses, chat.urlPolicy()),
    },
    certificates: guardCertificates,
    signIn,
    onState: chat.pageState,
    clock,
    log: log.child('viewer'),
  })
  chat.onPage(viewer.show)
  // No foreign page lies over the warning or the staff page.
  const cover = (): void => {
    viewer.cover(visit.source.view.stage === 'warning' || staff.source.view.stage !== 'closed')
  }
  visit.source.subscribe(cover)
  staff.source.subscribe(cover)
  const handlers: Pick<Handlers['chat'], 'viewerBounds'> = {
    viewerBounds(rect) {
      viewer.place(rect)
      return done
    },
  }
  const wipeParts: readonly WipePart[] = [
    { store: 'viewer', run: clearViewerSession, isRequired: true },
  ]

  return {
    /** Of the contract's group `chat`. */
    handlers,
    onWindow: viewer.attach,
    wipeParts,
  }
}
