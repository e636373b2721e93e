import { everySetting, runSwitches } from '../campaigns/switches.ts'
import { expect, test } from '../support/centre.ts'

/** Of `npm run campaign -- switches`, which has all of them: four in which the app has had its faults. */
const drawn = new Set([
  'pushUrlPlaces=top',
  'messageTypeFormat=blank',
  'emoji=refuse',
  'callbackSeconds=accept',
])

test('four switches: the app goes through chat and callback under each', async ({
  launch,
  display,
}) => {
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
  expect(figures).toMatchObject({ switches: 4, values: 4, failed: 0 })
})
