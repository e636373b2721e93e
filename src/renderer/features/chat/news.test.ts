import { expect, test } from 'vitest'
import type { Entry } from '../../../contract/chat.ts'
import { t } from '../../lib/i18n.svelte.ts'
import { newsBetween } from './news.ts'

const mira = { key: 'a1', name: 'Mira', initials: 'M' }
const quiet = { phase: 'talking', link: 'ok', offerCallback: false, entries: [] } as const

function mine(delivery: 'sending' | 'sent' | 'failed' | 'unknown'): Entry {
  return { id: 'm', at: 1, kind: 'mine', text: 'x', delivery }
}

test('announces nothing at first', () => {
  expect(newsBetween(undefined, quiet, [mine('failed')])).toEqual([])
})

test('events, pages and system messages each have their words', () => {
  const page = { url: 'https://a.example/x', host: 'a.example', viewable: true }
  const entries: Entry[] = [
    { id: '1', at: 1, kind: 'event', event: 'agent-joined', person: mira },
    { id: '2', at: 1, kind: 'event', event: 'requeued' },
    { id: '3', at: 1, kind: 'page', person: mira, page, body: [] },
    { id: '4', at: 1, kind: 'page', body: [] },
    {
      id: '5',
      at: 1,
      kind: 'unknown',
      name: 'System',
      body: [{ kind: 'code', children: [{ kind: 'text', text: 'Hm' }] }],
    },
  ]
  expect(newsBetween(quiet, quiet, entries)).toEqual([
    { kind: 'event', event: 'agent-joined', name: 'Mira' },
    { kind: 'event', event: 'requeued' },
    { kind: 'page', name: 'Mira', host: 'a.example' },
    { kind: 'page' },
    { kind: 'system', text: 'Hm' },
  ])
})

test('announces an undelivered message once', () => {
  const sending = { ...quiet, entries: [mine('sending')] }
  const failed = { ...quiet, entries: [mine('failed')] }
  expect(newsBetween(sending, failed, [])).toEqual([{ kind: 'undelivered', delivery: 'failed' }])
  expect(newsBetween(failed, failed, [])).toEqual([])
  expect(newsBetween(failed, { ...quiet, entries: [mine('unknown')] }, [])).toEqual([
    { kind: 'undelivered', delivery: 'unknown' },
  ])
  expect(newsBetween(sending, { ...quiet, entries: [mine('sent')] }, [])).toEqual([])
})

test('announces changes of connection, phase and offer', () => {
  expect(newsBetween(quiet, { ...quiet, link: 'lost' }, [])).toEqual([
    { kind: 'link', link: 'lost' },
  ])
  expect(newsBetween(quiet, { ...quiet, phase: 'ended' }, [])).toEqual([
    { kind: 'phase', phase: 'ended' },
  ])
  expect(newsBetween(quiet, { ...quiet, offerCallback: true }, [])).toEqual([{ kind: 'offer' }])
})

test('of a long message its beginning is read out, and that it goes on', () => {
  const body = [{ kind: 'paragraph' as const, children: [{ kind: 'text' as const, text: 'A.' }] }]
  const entry: Entry = { id: '1', at: 1, kind: 'agent', person: mira, body, more: 3 }
  expect(newsBetween(quiet, quiet, [entry])).toEqual([
    { kind: 'message', name: 'Mira', text: `A. ${t('chat.rich.goesOn')}` },
  ])
})
