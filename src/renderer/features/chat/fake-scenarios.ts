import { longMessage } from '../../../contract/pieces.ts'
import type { ChatView, Entry, Person } from '../../../contract/chat.ts'
import { linksOf } from './fake-links.ts'
import { guide, manyLights, rich, text } from './fake-rich.ts'

export const mira: Person = { key: 'mira', name: 'Mira Lindqvist', initials: 'ML' }
export const sam: Person = { key: 'sam', name: 'Sam Okafor', initials: 'SO' }

const minute = 60_000
const longText =
  'Thank you for your patience. I have looked at every step with a colleague, and this is what we found. '.repeat(
    30,
  )

/** A message of an agent, still without id and time. */
export function agentSaid(words: string, person: Person) {
  return { kind: 'agent', person, body: text(words) } as const
}

/** One of the 10,000 messages of the scenario `chat-many`. */
export function pastEntry(place: number): Entry {
  const at = Date.now() - (10_001 - place) * 1000
  const words = `Message ${place}. ${'It goes on for a while. '.repeat(place % 4)}`.trim()
  if (Math.floor(place / 3) % 2 === 0) return { id: `p${place}`, at, ...agentSaid(words, mira) }
  return { id: `p${place}`, at, kind: 'mine', text: words, delivery: 'delivered' }
}

function base(changes: Partial<ChatView>): ChatView {
  return {
    revision: 1,
    phase: 'talking',
    visit: 1,
    customerName: 'Jonas',
    startedAt: Date.now() - 7 * minute,
    agents: [mira],
    typing: [],
    link: 'ok',
    entries: talk(),
    earlier: 0,
    draft: '',
    offerCallback: false,
    resumed: false,
    ...changes,
  }
}

function talk(): Entry[] {
  const at = Date.now() - 5 * minute
  return [
    { id: 'e1', at, kind: 'event', event: 'agent-joined', person: mira },
    {
      id: 'e2',
      at: at + 1000,
      ...agentSaid("Hello Jonas, I'm Mira. Which light is blinking, left or right?", mira),
    },
    mine('e3', at + minute, 'The right one, orange, since last night.'),
    mine('e4', at + minute + 1000, 'I have switched it off and on already.'),
    {
      id: 'e5',
      at: at + 2 * minute,
      ...agentSaid(
        'Thank you, that helps. Orange on the right means it is waiting for an update.',
        mira,
      ),
    },
    { id: 'e6', at: at + 2 * minute + 1, ...agentSaid('Here is a two-minute guide:', mira) },
    { id: 'e7', at: at + 2 * minute + 2, kind: 'page', person: mira, page: guide, body: [] },
  ]
}

type MineDelivery = Extract<Entry, { kind: 'mine' }>['delivery']

function mine(id: string, at: number, words: string, delivery: MineDelivery = 'delivered'): Entry {
  return { id, at, kind: 'mine', text: words, delivery }
}

const caption = (): Entry =>
  mine('c1', Date.now() - minute, 'My Fjord 6 blinks orange and the internet is gone.')

const now = Date.now()

const scenarios: Readonly<Record<string, () => ChatView>> = {
  'chat-before': () => base({ phase: 'idle', customerName: '', agents: [], entries: [] }),
  'chat-starting': () => base({ phase: 'starting', agents: [], entries: [] }),
  'chat-waiting': () =>
    base({ phase: 'waiting', agents: [], entries: [caption()], startedAt: now - 42_000 }),
  'chat-waiting-offer': () =>
    base({
      phase: 'waiting',
      agents: [],
      entries: [
        caption(),
        {
          id: 's1',
          at: now,
          kind: 'system',
          name: 'System',
          body: text('All our agents are busy. You will be served in the order of your arrival.'),
        },
      ],
      startedAt: now - 192_000,
      offerCallback: true,
    }),
  'chat-talking': () => base({ typing: [mira] }),
  'chat-page': () =>
    base({
      entries: [...talk(), mine('e8', now - 2000, 'Found it. Will my settings stay?', 'failed')],
      typing: [mira],
      page: { ...guide, entryId: 'e7', person: mira },
    }),
  'chat-deliveries': () =>
    base({
      entries: [
        ...talk().slice(0, 2),
        mine('d1', now - 4000, 'This one did not get through.', 'failed'),
        mine('d2', now - 3000, 'Of this one nobody knows.', 'unknown'),
        { id: 'd3', at: now - 2500, ...agentSaid('I am here.', mira) },
        mine('d4', now - 2000, 'This one is with the centre.', 'sent'),
        { id: 'd5', at: now - 1500, ...agentSaid('Good.', mira) },
        mine('d6', now, 'And this one is on its way.', 'sending'),
      ],
    }),
  'chat-rich': () =>
    base({
      entries: [
        ...talk().slice(0, 2),
        { id: 'r1', at: now, kind: 'agent', person: mira, body: rich },
        { id: 'r2', at: now, kind: 'page', body: text('http://203.0.113.9/prize') },
        { id: 'r3', at: now, kind: 'event', event: 'requeued' },
        { id: 'r4', at: now, kind: 'event', event: 'agent-joined', person: sam },
        { id: 'r5', at: now, ...agentSaid('Hello Jonas, I go on here for Mira.', sam) },
        { id: 'r6', at: now, kind: 'other', name: 'Supervisor', body: text('I am listening in.') },
        { id: 'r7', at: now, kind: 'event', event: 'agent-left', person: mira },
      ],
      agents: [sam, mira],
      typing: [sam, mira],
    }),
  'chat-links': () =>
    base({
      entries: linksOf().map((body, at) => ({
        id: `k${at}`,
        at: now,
        kind: 'agent' as const,
        person: mira,
        body,
      })),
    }),
  'chat-fold': () =>
    base({
      entries: [
        ...talk().slice(0, 2),
        {
          id: 'f1',
          at: now,
          kind: 'agent',
          person: mira,
          body: longMessage(manyLights)?.beginning ?? [],
          more: longMessage(manyLights)?.rest.length ?? 0,
        },
      ],
    }),
  'chat-long': () =>
    base({
      customerName: 'Maximiliana Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh',
      agents: [
        {
          key: 'long',
          name: 'Maximiliana Wolfeschlegelsteinhausenbergerdorff-Featherston',
          initials: 'MW',
        },
      ],
      entries: [
        { id: 'l1', at: now, ...agentSaid(longText.slice(0, 3000), mira) },
        mine('l2', now, 'Donaudampfschifffahrtsgesellschaftskapitän'.repeat(8)),
        { id: 'l3', at: now, ...agentSaid(`https://nordlicht.example/${'x'.repeat(300)}`, mira) },
      ],
    }),
  'chat-arabic': () =>
    base({
      customerName: 'ليلى',
      entries: [
        { id: 'a1', at: now - minute, kind: 'event', event: 'agent-joined', person: mira },
        {
          id: 'a2',
          at: now,
          ...agentSaid('مرحبًا ليلى، أنا ميرا. أي ضوء يومض، الأيسر أم الأيمن؟', mira),
        },
        mine('a3', now, 'الأيمن، برتقالي، منذ ليلة أمس.'),
        { id: 'a4', at: now, ...agentSaid('Fjord 6 is the model, right?', mira) },
        mine('a5', now, 'نعم', 'failed'),
      ],
      typing: [mira],
    }),
  'chat-lost': () => base({ link: 'lost', draft: 'Will my settings stay as they' }),
  'chat-requeued': () =>
    base({
      phase: 'waiting',
      agents: [],
      entries: [...talk(), { id: 'q1', at: now, kind: 'event', event: 'requeued' }],
    }),
  'chat-guard': () =>
    base({
      guard: {
        id: 'g',
        found: ['card'],
        masked: 'My card is •••• •••• •••• 1111, valid until 12/29',
      },
    }),
  'chat-callme': () => base({ callMe: { person: mira, country: 'DE', state: 'asked' } }),
  'chat-callme-sent': () =>
    base({ callMe: { person: mira, country: 'DE', state: 'sent', number: '0171 2345678' } }),
  'chat-callme-unknown': () => base({ callMe: { person: mira, country: 'DE', state: 'unknown' } }),
  'chat-callme-stale': () => base({ callMe: { person: mira, country: 'DE', state: 'stale' } }),
  'chat-ended': () =>
    base({ phase: 'ended', agents: [], end: { by: 'agent', at: now }, entries: farewell() }),
  'chat-ended-self': () =>
    base({ phase: 'ended', agents: [], end: { by: 'customer', at: now }, customerName: '' }),
  'chat-full': () => failed('full'),
  'chat-unreachable': () => failed('unreachable'),
  'chat-redirected': () =>
    base({ phase: 'redirected', agents: [], entries: [], redirect: { ...guide, viewable: false } }),
  'chat-many': () =>
    base({
      entries: Array.from({ length: 200 }, (_, at) => pastEntry(9800 + at)),
      earlier: 9800,
    }),
}

function farewell(): Entry[] {
  return [
    ...talk(),
    mine('f1', now - minute, 'It works again. Thank you!'),
    { id: 'f2', at: now - 3000, ...agentSaid('You are welcome. Have a good evening!', mira) },
    { id: 'f3', at: now, kind: 'event', event: 'agent-left', person: mira },
  ]
}

function failed(code: 'full' | 'unreachable'): ChatView {
  return base({ phase: 'failed', agents: [], entries: [], failure: { code } })
}

/** Names of all scenarios. */
export const chatScenarios: readonly string[] = Object.keys(scenarios)

/** The state in which a scenario begins. */
export function scenarioView(name: string): ChatView | undefined {
  return scenarios[name]?.()
}
