import { everySetting, runSwitches } from '../campaigns/switches.ts'
import { expect, test } from '../kit/centre/centre.ts'

/** Of `npm run campaign -- switches`, which has all of them: two in which the app has had its faults. */
const drawn = new Set(['messageTypeFormat=blank', 'callbackSeconds=accept'])

test('app completes chat and callback under two switches', async ({ launch, display }) => {
  const settings = everySetting().filter(({ name, value }) => drawn.has(`${name}=${String(value)}`))
  expect(settings).toHaveLength(drawn.size)
  const figures = await runSwitches({
    seed: 1,
    settings,
    parallel: 1,
    stage: { launch, display },
    say: () => undefined,
  })
  expect(figures.findings).toEqual([])
  expect(figures).toMatchObject({ switches: 2, values: 2, failed: 0 })
})
