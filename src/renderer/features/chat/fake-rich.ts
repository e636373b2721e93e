import type { Cell, ListItem, Mark, PageRef, Rich } from '../../../contract/rich.ts'

/*
 * What an agent's markup is read as, for screens that are shown without main.
 */

export const guide: PageRef = {
  url: 'https://nordlicht.example/guides/fjord-6-update',
  host: 'nordlicht.example',
  viewable: true,
}

export function text(words: string): Rich {
  return [{ kind: 'paragraph', direction: 'ltr', children: [{ kind: 'text', text: words }] }]
}

function item(value: number, words: string): ListItem {
  return { marker: `${String(value)}.`, value, body: text(words) }
}

function marked(kind: Mark, words: string) {
  return { kind, children: [{ kind: 'text', text: words }] } as const
}

function row(words: readonly string[], isHead = false): readonly Cell[] {
  return words.map((word, at) => ({
    at,
    columns: 1,
    rows: 1,
    head: isHead || at === 0,
    ...(at > 0 && { align: 'end' as const }),
    body: word === '' ? [] : text(word),
  }))
}

/** A little of everything that an agent's editor can write. */
export const rich: Rich = [
  {
    kind: 'paragraph',
    direction: 'ltr',
    children: [
      { kind: 'text', text: 'Please try this, ' },
      marked('strong', 'in this order'),
      { kind: 'text', text: ':' },
    ],
  },
  {
    kind: 'list',
    ordered: true,
    direction: 'ltr',
    items: [
      item(4, 'Hold the round button on the back for five seconds.'),
      item(5, 'Wait until both lights are green.'),
      item(6, 'Reconnect. Your settings stay.'),
    ],
  },
  {
    kind: 'quote',
    direction: 'ltr',
    children: text('Never switch it off while the light is orange.'),
  },
  {
    kind: 'table',
    direction: 'ltr',
    caption: [{ kind: 'text', text: 'A new one costs' }],
    columns: 3,
    headRows: 1,
    rows: [
      row(['', 'Until May', 'Today'], true),
      row(['Fjord 6', '99 euro', '49 euro']),
      row(['Fjord 6 Pro', '', '89 euro']),
    ],
  },
  {
    kind: 'paragraph',
    direction: 'ltr',
    children: [
      { kind: 'text', text: 'It was ' },
      marked('struck', '99'),
      { kind: 'text', text: ' and is 49 euro. Press ' },
      marked('keyboard', 'Reset'),
      { kind: 'text', text: '; serial ' },
      marked('code', '0042-1187'),
      { kind: 'text', text: '.' },
    ],
  },
  {
    kind: 'paragraph',
    direction: 'ltr',
    children: [
      { kind: 'text', text: 'More on ' },
      { kind: 'link', page: guide, children: [{ kind: 'text', text: 'our pages' }] },
      { kind: 'text', text: '.' },
      { kind: 'break' },
      marked('emphasis', 'Take your time.'),
    ],
  },
]

/** Long enough to be folded. */
export const manyLights: Rich = [
  ...text('These are the lights of all our devices, and what each of them means:'),
  {
    kind: 'list',
    ordered: true,
    direction: 'ltr',
    items: Array.from({ length: 400 }, (_, at) =>
      item(at + 1, `Fjord ${String(at + 1)}: orange waits for an update, green is ready.`),
    ),
  },
]
