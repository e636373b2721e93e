import type { DesktopView, Link } from '../../contract/desktop.ts'
import type { Handlers } from '../../contract/contract.ts'
import type { Source } from '../../contract/define.ts'
import { done } from '../../contract/outcome.ts'
import type { Log } from '../platform/log.ts'
import { createSource } from '../platform/source.ts'
import { readLink } from './link.ts'

export interface Links {
  readonly source: Source<DesktopView>
  readonly handlers: Handlers['desktop']
  /** A link from outside; answers whether it is one that may be followed. */
  take(address: string): boolean
  /** The app's own way to a screen, for instance from the tray. */
  show(link: Link): void
}

interface Deps {
  /** A kiosk follows no links. */
  readonly mode: 'kiosk' | 'desktop'
  readonly topics: readonly string[]
  readonly log: Log
}

/** Links wait here until the page has shown their screen; a newer one replaces the one before. */
export function createLinks({ mode, topics, log }: Deps): Links {
  const source = createSource<DesktopView>({})
  let number = 0

  function show(link: Link): void {
    number += 1
    source.publish({ link: { ...link, number } })
  }

  return {
    source,
    show,
    take(address) {
      if (mode === 'kiosk') {
        log.warn('a link was refused', { why: 'kiosk' })
        return false
      }
      const read = readLink(address, topics)
      if ('refused' in read) {
        log.warn('a link was refused', { why: read.refused })
        return false
      }
      log.info('a link is followed', { channel: read.link.channel })
      show(read.link)
      return true
    },
    handlers: {
      followed(input) {
        if (source.view.link?.number === input.number) source.publish({ link: undefined })
        return done
      },
    },
  }
}
