import { createBridge } from '../../contract/bridge.ts'
import type { CallbackView } from '../../contract/callback.ts'
import type { ChatView } from '../../contract/chat.ts'
import { contract, type Bridge, type Handlers, type Sources } from '../../contract/contract.ts'
import { callsOf, namesOf, type FeedReader, type Source, type View } from '../../contract/define.ts'
import { done, fail, ok, type FailureCode } from '../../contract/outcome.ts'
import type { ChannelsView, SettingsView } from '../../contract/settings.ts'
import type { StaffView } from '../../contract/staff.ts'
import type { VisitView } from '../../contract/visit.ts'

import {
  closedStaff,
  COMFORT,
  fakeChannels,
  fakeSettings,
  fakeVisit,
  idleCall,
  idleCallback,
  idleChat,
  type FakeViews,
} from './fake-views.ts'

/*
 * An in-memory bridge for development and tests: screens can be looked at in a plain browser
 * (`?fake=NAME`). Only `src/renderer/fake.ts` and tests import it; it is not in the product.
 */

/** A feed that tests publish into. */
export class FakeFeed<V extends View> implements FeedReader<V> {
  view: V
  readonly #listeners = new Set<(view: V) => void>()

  constructor(view: V) {
    this.view = view
  }

  read(): Promise<V> {
    return Promise.resolve(structuredClone(this.view))
  }

  on(listener: (view: V) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  publish(changes: Partial<V>): void {
    this.view = { ...this.view, ...changes, revision: this.view.revision + 1 }
    for (const listener of this.#listeners) listener(structuredClone(this.view))
  }
}

export interface FakeBridge {
  readonly bridge: Bridge
  readonly settings: FakeFeed<SettingsView>
  readonly channels: FakeFeed<ChannelsView>
  readonly visit: FakeFeed<VisitView>
  readonly chat: FakeFeed<ChatView>
  readonly callback: FakeFeed<CallbackView>
  readonly staff: FakeFeed<StaffView>
  /** Every call that went up, oldest first: `visit.touch`. */
  readonly calls: { readonly name: string; readonly input: unknown }[]
}

type FeedsOf<S> = {
  readonly [G in keyof S]: {
    readonly [N in keyof S[G]]: S[G][N] extends Source<infer V> ? FakeFeed<V> : never
  }
}

/** What a test or a scenario plays itself: answers to some calls, and the feeds that it publishes into. */
export interface Played {
  readonly answers?: { readonly [G in keyof Handlers]?: Partial<Handlers[G]> }
  readonly chat?: FakeFeed<ChatView>
  readonly callback?: FakeFeed<CallbackView>
}

/**
 * A bridge made from the contract whose visit behaves like main's. Any other call is taken, unless it belongs to
 * the chat or wants a value: those are refused. Throws at an input that main would not let in.
 */
export function fakeBridge(views: Partial<FakeViews> = {}, played: Played = {}): FakeBridge {
  const settings = new FakeFeed(views.settings ?? fakeSettings)
  const channels = new FakeFeed(views.channels ?? fakeChannels)
  const visit = new FakeFeed(views.visit ?? fakeVisit)
  const chat = played.chat ?? new FakeFeed(views.chat ?? idleChat)
  const callback = played.callback ?? new FakeFeed(views.callback ?? idleCallback)
  const staff = new FakeFeed(closedStaff)
  const feeds: FeedsOf<Sources> = {
    app: { settings, channels, pulse: new FakeFeed({ revision: 1 }) },
    visit: { view: visit },
    chat: { view: chat },
    callback: { view: callback },
    call: { view: new FakeFeed(idleCall) },
    desktop: { view: new FakeFeed({ revision: 1 }) },
    staff: { view: staff },
  }
  const refuse = (code: FailureCode) => () => fail(code)
  const answers: Required<Played>['answers'] = {
    visit: fakeVisitor(visit, settings),
    chat: { start: refuse('unreachable'), viewerBounds: refuse('not-found') },
    callback: { request: refuse('unreachable'), guard: refuse('wrong-state') },
    call: { grant: refuse('disabled'), screens: () => ok([]) },
    staff: { open: refuse('not-allowed') },
  }
  const calls: { name: string; input: unknown }[] = []
  const known = callsOf(contract)
  const bridge = createBridge(namesOf(contract), {
    invoke(name, input) {
      const [group = '', member = ''] = name.split('.')
      calls.push({ name, input })
      const made = known.get(name)
      const parsed = made?.input.safeParse(input)
      if (!parsed?.success) throw new Error(`main would refuse ${name}: ${parsed?.error.message}`)
      const given = find(played.answers, group, member) ?? find(answers, group, member)
      if (isHandler(given)) return Promise.resolve(given(parsed.data))
      const isRefused = group === 'chat' || made?.answer.isEmpty === false
      return Promise.resolve(isRefused ? fail('wrong-state') : done)
    },
    read: (name) => feedOf(feeds, name).read(),
    listen: (name, listener) => feedOf(feeds, name).on(listener),
  })
  // Made from the contract, as is its type.
  return { bridge: bridge as Bridge, settings, channels, visit, chat, callback, staff, calls }
}

function find(tree: object | undefined, group: string, member: string): unknown {
  const members: unknown = Reflect.get(tree ?? {}, group)
  return typeof members === 'object' && members !== null ? Reflect.get(members, member) : undefined
}

function isHandler(value: unknown): value is (input: unknown) => unknown {
  return typeof value === 'function'
}

function feedOf(feeds: FeedsOf<Sources>, name: string): FakeFeed<View> {
  const [group = '', member = ''] = name.split('.')
  const found = find(feeds, group, member)
  if (!(found instanceof FakeFeed)) throw new Error(`there is no feed ${name}`)
  return found as FakeFeed<View>
}

/** Answers for the visit as main does. */
function fakeVisitor(
  visit: FakeFeed<VisitView>,
  settings: FakeFeed<SettingsView>,
): Partial<Handlers['visit']> {
  const present = () => {
    const { endsAt: _endsAt, warningMs: _warningMs, ...rest } = visit.view
    const number = rest.stage === 'absent' ? rest.number + 1 : rest.number
    visit.view = rest
    visit.publish({ stage: 'present', number })
    return done
  }
  const change = (changes: Partial<VisitView>) => {
    visit.publish(changes)
    return done
  }
  return {
    touch: present,
    stay: present,
    end: () => {
      const language = settings.view.languages[0] ?? 'en'
      return change({ stage: 'absent', comfort: COMFORT, language })
    },
    language: change,
    comfort: (comfort) => change({ comfort }),
  }
}
