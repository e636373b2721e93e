import { expect, it } from 'vitest'
import { runKiosks } from './kiosks.ts'

it('25 kiosks for two simulated minutes: no error', async () => {
  const said: string[] = []
  const figures = await runKiosks({
    seed: 20_261_124,
    kiosks: 25,
    minutes: 2,
    say: (line) => said.push(line),
  })
  expect(figures.errors, said.join('\n')).toBe(0)
  expect(figures.polls).toBeGreaterThan(500)
  expect(figures.messages).toBeGreaterThan(20)
  expect(figures.received).toBeGreaterThan(50)
})
