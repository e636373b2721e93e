import { expect, it } from 'vitest'
import { createFakeCentre } from '../chat/fake-centre.ts'
import { createManualClock } from '../../../tests/kit/clock/manual-clock.ts'
import { safeCentre } from './safe-centre.ts'

it('exception becomes a failure without effect and without quoted values', async () => {
  const fake = createFakeCentre(createManualClock())
  fake.addContent = () => {
    throw new TypeError('cannot encode "my card is 4111 1111 1111 1111"')
  }
  const centre = safeCentre(fake)
  expect(await centre.addContent('W1', 'my card is 4111 1111 1111 1111')).toEqual({
    ok: false,
    error: { kind: 'trouble', effect: 'none', detail: 'TypeError: cannot encode' },
  })
})
