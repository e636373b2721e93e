import { randomUUID } from 'node:crypto'
import type { Handlers } from '../../contract/contract.ts'
import { fail } from '../../contract/outcome.ts'
import type { Context } from '../context.ts'
import { saveFile } from '../platform/files.electron.ts'
import type { WipePart } from '../vault/wiper.ts'
import type { VisitFeature } from '../visit/setup.ts'
import { createCallback } from './callback.ts'

interface Others {
  readonly visit: Pick<VisitFeature, 'language' | 'mayBegin'>
  readonly paper: {
    readonly canPrint: boolean
    readonly print: (html: string) => Promise<boolean>
  }
}

export function setupCallback(context: Context, { visit, paper }: Others) {
  const { policy, appVersion, clock, log, centre, ownZone, isZoneGuessed, country } = context
  const { source, handlers, endForVisit } = createCallback({
    centre,
    policy,
    appVersion,
    clock,
    log: log.child('callback'),
    ownZone,
    isZoneGuessed,
    language: visit.language,
    country,
    createId: randomUUID,
    saveFile,
    print: paper.canPrint ? paper.print : undefined,
  })
  const inVisit: Handlers['callback'] = {
    ...handlers,
    open: (input) => (visit.mayBegin() ? handlers.open(input) : fail('wrong-state')),
    request: (input) => (visit.mayBegin() ? handlers.request(input) : fail('wrong-state')),
  }
  const wipeParts: readonly WipePart[] = [{ store: 'callback', run: endForVisit, isRequired: true }]

  return { source, handlers: inVisit, wipeParts }
}
