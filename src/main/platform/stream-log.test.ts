import { expect, it } from 'vitest'
import { createStreamLog } from './stream-log.ts'
import { ours } from './said.ts'

it('stream log writes a redacted line for each warning and error', () => {
  let text = ''
  const log = createStreamLog((line) => (text += line))
  log.info('nothing')
  log.child('vault').error('it failed', { file: ours('vault.bin'), password: ours('Zirbe-5') })
  expect(text).toMatch(/^callpoint: vault: it failed file=vault\.bin password=\S+\n$/u)
  expect(text).not.toContain('Zirbe-5')
})
