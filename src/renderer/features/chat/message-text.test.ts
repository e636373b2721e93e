import { fireEvent, render, screen } from '@testing-library/svelte'
import { beforeAll, expect, test } from 'vitest'
import { longMessage } from '../../../contract/pieces.ts'
import type { Rich } from '../../../contract/rich.ts'
import { i18n } from '../../lib/i18n.svelte.ts'
import MessageText from './MessageText.svelte'

beforeAll(() => i18n.begin('en').then(() => i18n.complete()))

const lines = (count: number): Rich =>
  Array.from({ length: count }, (_, at) => ({
    kind: 'paragraph',
    children: [{ kind: 'text', text: `line ${String(at)}.` }],
  }))

/** As main sends it. */
function show(body: Rich) {
  const long = longMessage(body)
  const entry = { id: 'a', body: long?.beginning ?? body, more: long?.rest.length ?? 0 }
  const props = {
    entry,
    onlink: () => undefined,
    read: (_id: string, at: number) => Promise.resolve(long?.rest[at]),
  }
  return { props, ...render(MessageText, props) }
}

test('customer who reads a short message sees all of it at once', () => {
  show(lines(4))
  expect(screen.getByText('line 3.')).toBeTruthy()
  expect(screen.queryByRole('button')).toBeNull()
})

test('customer who reads a long message sees its beginning, and all of it on demand', async () => {
  const first = show(lines(800))
  expect(await screen.findByText('line 0.')).toBeTruthy()
  expect(screen.queryByText('line 799.')).toBeNull()
  await fireEvent.click(screen.getByRole('button', { name: 'Show all' }))
  expect(await screen.findByText('line 799.')).toBeTruthy()
  expect(screen.queryByRole('button')).toBeNull()
  expect(document.activeElement?.textContent).toContain('line 799.')

  // A message that scrolls out of sight and comes back is still unfolded.
  first.unmount()
  render(MessageText, first.props)
  expect(await screen.findByText('line 799.')).toBeTruthy()
})
