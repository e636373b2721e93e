import { expect, it } from 'vitest'
import type { ChatView, Delivery } from '../../src/contract/chat.ts'
import { runDelivery } from './delivery.ts'
import type { StandIn } from './lib/machine.ts'

it('300 messages through every fault: none lost, duplicated, out of order or misreported', async () => {
  const said: string[] = []
  const figures = await runDelivery({
    seed: 20_260_115,
    sends: 300,
    say: (line) => said.push(line),
  })
  expect(figures, said.join('\n')).toEqual({
    ...{ lost: 0, duplicated: 0, reordered: 0, misreported: 0 },
    ...{ unknownWithEcho: 0, screens: 0, troubles: 0 },
    ...{ sends: 300, seed: 20_260_115, unknown: figures.unknown },
  })
  // Faults have struck, processes have died and disks were full: otherwise this would prove nothing.
  expect(said.join('\n')).toMatch(/reset \d/u)
  expect(said.join('\n')).toMatch(/killed [1-9]\d*, disks full [1-9]/u)
})

/** The real product with a screen that says something else of what is on its way. */
function liar(instead: Delivery): StandIn {
  const lie = (view: ChatView): ChatView => ({
    ...view,
    entries: view.entries.map((entry) =>
      entry.kind === 'mine' && entry.delivery === 'sending'
        ? { ...entry, delivery: instead }
        : entry,
    ),
  })
  return (product) => {
    const { source } = product.chat
    const screen = {
      get view() {
        return lie(source.view)
      },
      subscribe: (look: (view: ChatView) => void) =>
        source.subscribe((view) => {
          look(lie(view))
        }),
    }
    return {
      ...product,
      chat: { ...product.chat, source: screen },
      get alive() {
        return product.alive
      },
    }
  }
}

it.each(['sent', 'delivered', 'failed', 'unknown'] as const)(
  'judge detects an app that shows a message as %s before it is sent',
  async (instead) => {
    const figures = await runDelivery({
      seed: 1,
      sends: 20,
      standIn: liar(instead),
      say: () => undefined,
    })
    expect(figures.misreported).toBeGreaterThan(0)
  },
)
