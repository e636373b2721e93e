import { runBridge } from '../campaigns/bridge.ts'
import { expect, test } from '../kit/centre/centre.ts'

/** A short draw; `npm run campaign -- bridge` sends 100,000. */
test('500 messages over every channel: no forbidden one has an effect', async ({
  launch,
  display,
}) => {
  const said: string[] = []
  const figures = await runBridge({
    seed: 20_260_115,
    messages: 500,
    stage: { launch, display },
    say: (line) => said.push(line),
  })
  const { messages, acceptedInvalid, crashes, good, taken, by } = figures
  expect({ messages, acceptedInvalid, crashes }, said.join('\n')).toEqual({
    messages: 500,
    acceptedInvalid: 0,
    crashes: 0,
  })
  // What is right got through, and every kind of sender has been at work.
  expect(good).toBeGreaterThan(25)
  expect(taken).toBeGreaterThan(good * 0.9)
  expect(Math.min(...Object.values(by))).toBeGreaterThan(10)
})
