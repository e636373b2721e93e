import type { Entry } from '../../contract/chat.ts'
import type { Context } from '../context.ts'
import { saveFile } from '../platform/files.electron.ts'
import { canPrint, transcriptWays } from '../settings/view.ts'
import type { WipePart } from '../vault/wiper.ts'
import { createChatPaper } from './chat-paper.ts'
import { createCupsQueue } from './print-queue.ts'
import { createPrinting } from './printing.electron.ts'

interface Others {
  readonly chat: {
    readonly transcript: () =>
      { readonly entries: readonly Entry[]; readonly customerName: string } | undefined
  }
}

export function setupPaper(context: Context, { chat }: Others) {
  const { policy, isKiosk, clock, log, device, ownZone } = context
  const { printer } = policy.print
  const printing = createPrinting({
    printer,
    silent: isKiosk,
    // A desktop prints by its dialog; Windows' queue is left alone (docs/kiosk.md).
    spool:
      isKiosk && process.platform !== 'win32' && printer !== ''
        ? createCupsQueue(printer)
        : undefined,
    store: device,
    clock,
    log: log.child('printing'),
  })
  const wipeParts: readonly WipePart[] = [
    // A print queue that does not answer must not close the kiosk: its jobs are tried again.
    { store: 'print', run: printing.endForVisit, isRequired: false },
  ]

  return {
    canPrint: canPrint(policy),
    print: printing.print,
    /** Of the contract's group `chat`. */
    handlers: createChatPaper({
      ...printing,
      ways: transcriptWays(policy),
      zone: () => ownZone.zone,
      log: log.child('paper'),
      saveFile,
      chat: chat.transcript,
    }),
    wipeParts,
  }
}
