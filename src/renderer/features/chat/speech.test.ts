import { beforeAll, expect, test } from 'vitest'
import type { Inline } from '../../../contract/rich.ts'
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
