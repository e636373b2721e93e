import { expect, it } from 'vitest'
import { runDelivery } from './delivery.ts'

it('300 messages through every fault: none lost, none doubled, none out of order', async () => {
  const said: string[] = []
  const figures = await runDelivery({
    seed: 20_260_115,
    sends: 300,
    say: (line) => said.push(line),
  })
  const { lost, duplicated, reordered, unknownWithEcho } = figures
  expect({ lost, duplicated, reordered, unknownWithEcho }, said.join('\n')).toEqual({
    lost: 0,
    duplicated: 0,
    reordered: 0,
    unknownWithEcho: 0,
  })
  expect(figures.sends).toBe(300)
  // Faults have struck and processes have died: otherwise this would prove nothing.
  expect(said.join('\n')).toMatch(/reset \d/u)
  expect(said.join('\n')).toMatch(/killed [1-9]/u)
})
