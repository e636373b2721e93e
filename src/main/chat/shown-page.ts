import type { ChatView } from '../../contract/chat.ts'
import type { Entries } from './entries.ts'
import type { PageState } from './session-types.ts'

/** The pushed page that is shown beside the chat. */
export interface ShownPage {
  readonly view: ChatView['page']
  /** Shows the page of an entry, or none; false where the entry has none. */
  show(entryId: string | null): boolean
  /** What the viewer says of the page; of any other it is ignored. */
  state(entryId: string, state: PageState): boolean
}

export function createShownPage(entries: Entries): ShownPage {
  let page: ChatView['page']
  return {
    get view() {
      return page
    },
    show(entryId) {
      if (entryId === null) {
        page = undefined
        return true
      }
      const entry = entries.get(entryId)
      if (entry?.kind !== 'page' || !entry.page) return false
      // Asked for again it stays as it is, unless it could not be shown: then it is tried again.
      if (page?.entryId === entryId && page.state !== 'failed') return true
      page = { ...entry.page, entryId, ...(entry.person && { person: entry.person }) }
      return true
    },
    state(entryId, state) {
      if (page?.entryId !== entryId) return false
      page = { ...page, state }
      return true
    },
  }
}
