import type { ChatPhase } from '../../contract/chat.ts'
import type { Handlers } from '../../contract/contract.ts'
import { done, fail, ok, type Outcome } from '../../contract/outcome.ts'
import { isLive, type ChatEvent } from './chat-machine.ts'
import type { ChatConfig } from './config.ts'
import type { Draft } from './draft.ts'
import type { Held } from './held.ts'
import type { Session } from './session-types.ts'
import { readMessage, readStart, type Beginning } from './start.ts'

/** A message, or everything that is typed before a chat begins. */
export type ChatTexts =
  | { readonly text: string }
  | { readonly caption: string; readonly customerName: string; readonly customer: string }

/** What the intents of the customer may do to the chat. */
export interface ChatCore {
  /** With the start they belong to, if the chat has not begun. */
  readonly held: Held<ChatTexts, Beginning | undefined>
  readonly draft: Draft
  config(): ChatConfig
  /** Epoch milliseconds, by the clock of the centre where this device's is wrong. */
  now(): number
  /** Takes the policy as it is now: a chat begins. */
  readConfig(): ChatConfig
  phase(): ChatPhase
  session(): Session | undefined
  touched(): void
  step(event: ChatEvent): void
  /** Forgets the chat; a session that is still open is ended in the background. */
  clear(): void
  begin(beginning: Beginning): Promise<Outcome<void>>
  publish(): void
}

/** Without those that `paper/` and `viewer/` handle, since they need electron. */
export type ChatHandlers = Omit<
  Handlers['chat'],
  'viewerBounds' | 'printTranscript' | 'saveTranscript'
>

/** The contract's group `chat`: each intent is held against the phase and the policy first. */
export function createHandlers(core: ChatCore): ChatHandlers {
  const { held, draft } = core

  function live(): Session | undefined {
    return isLive(core.phase()) ? core.session() : undefined
  }

  /** True where the guard asks first. */
  function asks(texts: ChatTexts, beginning?: Beginning): boolean {
    if (!core.config().guard || !held.hold(texts, beginning)) return false
    core.publish()
    return true
  }

  function send(session: Session, text: string): void {
    held.drop()
    draft.clear()
    session.send(text)
  }

  return {
    async start(input) {
      core.touched()
      if (core.phase() !== 'idle' && core.phase() !== 'failed') return fail('wrong-state')
      const read = readStart(input, core.readConfig(), core.now())
      if (!read.ok) return read
      const { caption, customerName, customer = '' } = read.value
      const texts = { caption, customerName, customer }
      return asks(texts, read.value) ? done : core.begin(read.value)
    },
    send({ text }) {
      core.touched()
      const session = live()
      if (!session) return fail('wrong-state')
      const message = readMessage(text, core.config())
      if (message === undefined) return fail('invalid-input', 'text')
      if (!asks({ text: message })) send(session, message)
      return done
    },
    draft({ text }) {
      core.touched()
      const session = live()
      if (!session) return fail('wrong-state')
      if (text.length > core.config().messageCharacters * 8 + 1000) {
        return fail('invalid-input', 'text')
      }
      draft.set(text)
      session.draft(text)
      return done
    },
    retry({ id }) {
      core.touched()
      return live()?.retry(id) ? done : fail('wrong-state')
    },
    discard({ id }) {
      core.touched()
      return core.session()?.discard(id) ? done : fail('wrong-state')
    },
    async guard({ id, choice }) {
      core.touched()
      const taken = held.take(id)
      if (!taken) return fail('wrong-state')
      const texts = choice === 'mask' ? taken.masked : taken.texts
      if (taken.rest) {
        if (choice !== 'edit') return core.begin(withTexts(taken.rest, texts))
      } else if ('text' in texts) {
        if (choice === 'edit') draft.set(texts.text)
        else {
          const session = live()
          if (!session) return fail('wrong-state')
          send(session, texts.text)
          return done
        }
      }
      core.publish()
      return done
    },
    async end() {
      core.touched()
      if (core.phase() === 'starting') {
        core.clear()
        core.step('cancelled')
        core.publish()
        return done
      }
      const session = live()
      if (!session) return fail('wrong-state')
      held.drop()
      core.step('end')
      core.publish()
      await session.end()
      return done
    },
    leave() {
      core.touched()
      const phase = core.phase()
      if (phase !== 'ended' && phase !== 'failed' && phase !== 'redirected') {
        return fail('wrong-state')
      }
      core.clear()
      core.step('leave')
      core.publish()
      return done
    },
    history({ before, count }) {
      const page = core.session()?.history(before, count)
      return page ? ok(page) : fail('not-found')
    },
    piece({ id, at }) {
      const piece = core.session()?.piece(id, at)
      return piece ? ok(piece) : fail('not-found')
    },
    async callMe(given) {
      core.touched()
      return live()?.callMe.answer(given) ?? fail('wrong-state')
    },
    declineCallMe() {
      core.touched()
      return live()?.callMe.decline() ?? fail('wrong-state')
    },
    showPage({ entryId }) {
      core.touched()
      if (!core.session()?.showPage(entryId)) return fail('not-found')
      core.publish()
      return done
    },
  }
}

function withTexts(beginning: Beginning, texts: ChatTexts): Beginning {
  if ('text' in texts) return beginning
  const { caption, customerName, customer } = texts
  return { ...beginning, caption, customerName, customer: customer === '' ? undefined : customer }
}
