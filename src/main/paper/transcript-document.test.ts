import { parse, type DefaultTreeAdapterTypes } from 'parse5'
import { describe, expect, it } from 'vitest'
import type { Entry, TranscriptWords } from '../../contract/chat.ts'
import { fullDayOf } from '../../contract/moment.ts'
import type { Inline, Rich } from '../../contract/rich.ts'
import { transcriptDocument } from './transcript-document.ts'
import { zoneNamed } from '../platform/zones.ts'

const words: TranscriptWords = {
  language: 'en',
  title: 'Your conversation with Nordlicht',
  you: 'You',
  service: 'Service',
  times: 'Times: Central European Time',
  undelivered: 'Not delivered.',
  page: '{{name}} showed you a page',
  pageUnnamed: 'Our team showed you a page',
  joined: '{{name}} joined',
  joinedUnnamed: 'Someone joined',
  left: '{{name}} left',
  leftUnnamed: 'Someone left',
  requeued: 'Back in the queue',
  customerLeft: 'You left',
  redirected: 'Sent on',
  cut: 'There is more.',
  picture: 'Picture',
  leftOut: 'link not available here',
  elsewhere: 'link left out, it leads to',
}
const mira = { key: 'a1', name: 'Mira Lindqvist', initials: 'ML' }
const at = Date.parse('2026-11-24T13:30:00Z')
const page = { url: 'https://shop.example/?a=1&b="<x>', host: 'shop.example', viewable: true }

function documentOf(entries: readonly Entry[], over: Partial<TranscriptWords> = {}): string {
  const content = { entries, customerName: 'Jonas', words: { ...words, ...over } }
  return transcriptDocument({ ...content, zone: zoneNamed('Europe/Berlin') })
}

type Node = DefaultTreeAdapterTypes.Node

function elements(html: string): DefaultTreeAdapterTypes.Element[] {
  const found: DefaultTreeAdapterTypes.Element[] = []
  const walk = (node: Node): void => {
    if ('tagName' in node) found.push(node)
    if ('childNodes' in node) node.childNodes.forEach(walk)
  }
  walk(parse(html))
  return found
}

const MARKS = [
  'strong',
  'emphasis',
  'underlined',
  'struck',
  'inserted',
  'deleted',
  'highlighted',
  'small',
  'raised',
  'lowered',
  'code',
  'keyboard',
  'quoted',
] as const

/** A text in every place that a message has for one. */
function everyKind(text: string): Rich {
  const words: readonly Inline[] = [{ kind: 'text', text }]
  const inlines: readonly Inline[] = [
    ...MARKS.map((kind) => ({ kind, children: words })),
    { kind: 'abbreviation', title: text, children: words },
    { kind: 'ruby', above: text, children: words },
    { kind: 'isolated', direction: 'rtl', children: words },
    { kind: 'picture', text },
    { kind: 'contact', target: text, children: words },
    { kind: 'refused', host: text, children: words },
    { kind: 'refused', children: words },
  ]
  const body: Rich = [{ kind: 'paragraph', direction: 'rtl', children: inlines }]
  const cell = { at: 0, columns: 2, rows: 2, head: true, align: 'end' as const, body }
  return [
    { kind: 'heading', level: 1, children: inlines },
    { kind: 'list', ordered: true, items: [{ marker: text, value: 4, body }] },
    { kind: 'table', caption: inlines, columns: 2, headRows: 1, rows: [[cell], [cell]] },
    { kind: 'quote', children: body },
    { kind: 'indent', children: body },
    { kind: 'rule' },
    { kind: 'cut' },
  ]
}

const TAGS =
  'html head meta title style body header h1 h2 h3 hr p main article div span time pre strong em u s ins del mark small sup sub code kbd q ruby rt br ul ol li table caption thead tbody tr th td blockquote bdi'

const ATTRIBUTES = 'lang dir class charset http-equiv content colspan rowspan'.split(' ')

const hostile = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  `' onmouseover='alert(1)`,
  '</style><script>alert(1)</script>',
  '</title><svg/onload=alert(1)>',
  '&lt;script&gt;',
  '\u0000<\u0000script>',
  '<!-- --><meta http-equiv=refresh content=0>',
  '\ud800 half a pair',
]

describe('the transcript on paper', () => {
  it('escapes all text from customers and agents', () => {
    for (const text of hostile) {
      const rich: Rich = [
        {
          kind: 'paragraph' as const,
          children: [
            { kind: 'text' as const, text },
            { kind: 'strong' as const, children: [{ kind: 'text' as const, text }] },
            { kind: 'link' as const, page: { ...page, url: text }, children: [] },
          ],
        },
        { kind: 'code' as const, children: [{ kind: 'text' as const, text }] },
        ...everyKind(text),
      ]
      const person = { ...mira, name: text }
      const everything: Entry[] = [
        { id: '1', at, kind: 'mine', text, delivery: 'failed' },
        { id: '2', at, kind: 'agent', person, body: rich },
        { id: '3', at, kind: 'system', name: text, body: rich },
        { id: '4', at, kind: 'unknown', name: text, body: rich },
        { id: '5', at, kind: 'other', name: text, body: rich },
        { id: '6', at, kind: 'page', person, page: { ...page, url: text }, body: rich },
        { id: '7', at, kind: 'page', body: rich },
        { id: '8', at, kind: 'event', event: 'agent-joined', person },
      ]
      const html = documentOf(everything, { title: text, you: text, language: text })
      for (const { tagName, attrs } of elements(html)) {
        expect(TAGS.split(' ')).toContain(tagName)
        for (const { name } of attrs) {
          expect(ATTRIBUTES).toContain(name)
        }
      }
      expect(elements(html).filter(({ tagName }) => tagName === 'meta')).toHaveLength(2)
    }
  })

  it('prints the target of a link, or why it was removed', () => {
    const text: readonly Inline[] = [{ kind: 'text', text: 'words' }]
    const children: readonly Inline[] = [
      { kind: 'link', page: { ...page, url: 'https://shop.example/a' }, children: text },
      { kind: 'contact', target: '+49 40 5550142', children: text },
      { kind: 'refused', host: 'evil.example', children: text },
      { kind: 'refused', children: text },
    ]
    const body: Rich = [{ kind: 'paragraph', children }]
    const html = documentOf([{ id: '1', at, kind: 'agent', person: mira, body }])
    expect(html).toContain('words (<bdi dir="ltr">https://shop.example/a</bdi>)')
    expect(html).toContain('words (<bdi dir="ltr">+49 40 5550142</bdi>)')
    expect(html).toContain('words (link left out, it leads to <bdi dir="ltr">evil.example</bdi>)')
    expect(html).toContain('words (link not available here)')
  })

  it("keeps texts and order, with times in the centre's zone", () => {
    const html = documentOf([
      { id: '1', at, kind: 'mine', text: 'My light\nis blinking & red', delivery: 'delivered' },
      { id: '2', at: at + 60_000, kind: 'event', event: 'agent-joined', person: mira },
      {
        id: '3',
        at: at + 120_000,
        kind: 'agent',
        person: mira,
        body: [{ kind: 'paragraph', children: [{ kind: 'text', text: 'Which one?' }] }],
      },
      { id: '4', at: at + 180_000, kind: 'page', person: mira, page, body: [] },
      { id: '5', at: at + 86_400_000, kind: 'mine', text: 'Lost', delivery: 'unknown' },
    ])
    // As the screen writes them; whether a comma stands behind the weekday differs between versions of ICU.
    const style = { language: 'en', zone: zoneNamed('Europe/Berlin') }
    const order = [
      'Times: Central European Time',
      fullDayOf(at, style),
      'My light\nis blinking &amp; red',
      'Mira Lindqvist joined',
      '14:31',
      'Which one?',
      'Mira Lindqvist showed you a page',
      'https://shop.example/?a=1&amp;b=&quot;&lt;x&gt;',
      fullDayOf(at + 86_400_000, style),
      'Lost',
      'Not delivered.',
    ].map((text) => html.indexOf(text))
    expect(order).not.toContain(-1)
    expect(order).toEqual([...order].sort((a, b) => a - b))
  })

  it('prints a wide table smaller, and breaks words only if that is not enough', () => {
    const printed = (columns: number, text: string) => {
      const body: Rich = [{ kind: 'paragraph', children: [{ kind: 'text', text }] }]
      const row = Array.from({ length: columns }, (_, place) => {
        return { at: place, columns: 1, rows: 1, head: false, body }
      })
      const table: Rich = [{ kind: 'table', caption: [], columns, headRows: 0, rows: [row] }]
      const html = documentOf([{ id: '1', at, kind: 'agent', person: mira, body: table }])
      return /<table[^>]*>/u.exec(html)?.[0]
    }
    expect(printed(5, 'Wednesday 10:00')).toBe('<table dir="auto">')
    expect(printed(8, 'Wednesday 10:00')).toBe('<table class="small" dir="auto">')
    expect(printed(8, 'Wednesdays-10:00-11:30')).toBe('<table class="small" dir="auto">')
    expect(printed(12, 'Wednesday 10:00')).toBe('<table class="broken" dir="auto">')
  })

  it('is right to left in a right-to-left language, and each text has its own direction', () => {
    const html = documentOf([{ id: '1', at, kind: 'mine', text: 'مرحبا', delivery: 'sent' }], {
      language: 'ar',
    })
    expect(html).toContain('<html lang="ar" dir="rtl">')
    expect(html).toContain('<pre dir="auto">مرحبا</pre>')
    expect(documentOf([], { language: 'de' })).toContain('<html lang="de" dir="ltr">')
  })

  it('holds a message of 10,000 characters, and 10,000 messages', () => {
    const long = 'word '.repeat(2000)
    expect(documentOf([{ id: '1', at, kind: 'mine', text: long, delivery: 'sent' }])).toContain(
      'class="mine long"',
    )
    const many = Array.from({ length: 10_000 }, (_, each): Entry => {
      return { id: String(each), at, kind: 'mine', text: `n${String(each)}.`, delivery: 'sent' }
    })
    const html = documentOf(many)
    expect(html.split('<article')).toHaveLength(10_001)
    expect(html).toContain('n9999.')
  })

  it('works with an unknown language', () => {
    const entry: Entry = { id: '1', at, kind: 'mine', text: 'Hi', delivery: 'sent' }
    const content = { entries: [entry], customerName: '', words: { ...words, language: '!' } }
    expect(transcriptDocument({ ...content, zone: zoneNamed('America/Coyhaique') })).toContain(
      'lang="en"',
    )
  })
})
