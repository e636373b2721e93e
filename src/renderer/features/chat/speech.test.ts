import { beforeAll, expect, test } from 'vitest'
import type { Block, Inline } from '../../../contract/rich.ts'
import { i18n } from '../../lib/i18n.svelte.ts'
import { spokenText } from './speech.ts'

beforeAll(async () => {
  await i18n.use('en')
})

const page = { url: 'https://shop.example/a', host: 'shop.example', viewable: true }
const text = (words: string): readonly Inline[] => [{ kind: 'text', text: words }]

test.each<[string, Inline]>([
  ['our guide (page of shop.example)', { kind: 'link', page, children: text('our guide') }],
  ['https://shop.example/a', { kind: 'link', page, children: text('https://shop.example/a') }],
  [
    'call us (+49 40 5550142)',
    { kind: 'contact', target: '+49 40 5550142', children: text('call us') },
  ],
  [
    'bank.example (link left out to keep you safe: its words name one site, but it leads to evil.example)',
    { kind: 'refused', host: 'evil.example', children: text('bank.example') },
  ],
  ['our wiki (link not available here)', { kind: 'refused', children: text('our wiki') }],
])('a link is read out as %s', (spoken, link) => {
  expect(spokenText([{ kind: 'paragraph', children: [link] }])).toBe(spoken)
})

const paragraph = (...children: readonly Inline[]): Block => ({ kind: 'paragraph', children })

/** The table *In words* of docs/rich-text.md. */
test.each<[string, Block]>([
  [
    'It costs [crossed out: 99] 49 euro',
    paragraph(...text('It costs '), { kind: 'struck', children: text('99') }, ...text(' 49 euro')),
  ],
  [
    'WWW (World Wide Web)',
    paragraph({ kind: 'abbreviation', title: 'World Wide Web', children: text('WWW') }),
  ],
  ['\u201ca\u201d', paragraph({ kind: 'quoted', children: text('a') })],
  ['Picture', paragraph({ kind: 'picture', text: '' })],
  [
    '4. Hold it. 5. Wait',
    {
      kind: 'list',
      ordered: true,
      items: [
        { marker: '4.', value: 4, body: [paragraph(...text('Hold it'))] },
        { marker: '5.', value: 5, body: [paragraph(...text('Wait'))] },
      ],
    },
  ],
  [
    'ticked: done. not ticked: open',
    {
      kind: 'list',
      ordered: false,
      items: [
        { marker: '\u2611', body: [paragraph(...text('done'))] },
        { marker: '\u2610', body: [paragraph(...text('open'))] },
      ],
    },
  ],
])('a message is read out as %s', (spoken, block) => {
  expect(spokenText([block])).toBe(spoken)
})
