import type { Callpoint } from '../kit/app/callpoint.ts'
import { expect, test } from '../kit/centre/centre.ts'
import { startTwoScreens } from '../kit/machine/two-screens.ts'
import { textOf } from '../kit/page/texts.ts'

const first = { x: 0, y: 0, width: 1280, height: 800 }
const second = { x: 1280, y: 0, width: 1920, height: 1080 }

/** Where the window is, as main and as the page see it, in device-independent pixels. */
async function place({ app, page }: Callpoint): Promise<unknown> {
  const window = await app.evaluate(({ BrowserWindow }) => {
    const [only] = BrowserWindow.getAllWindows()
    return { ...only?.getBounds(), isKiosk: only?.isKiosk() }
  })
  const seen = await page.evaluate(() => ({
    left: screenX,
    top: screenY,
    across: innerWidth,
    down: innerHeight,
  }))
  return { ...window, ...seen }
}

const filled = ({ x, y, width, height }: typeof first): unknown => ({
  ...{ x, y, width, height, isKiosk: true },
  ...{ left: x, top: y, across: width, down: height },
})

test.use({ policy: { mode: 'kiosk', kiosk: { display: 1 } } })

test('kiosk fills the chosen screen, moves when it is unplugged, and returns', async ({
  launch,
  openCustomer,
}) => {
  test.setTimeout(120_000)
  const screens = await startTwoScreens(launch)
  test.skip(screens === undefined, 'takes root and an X server with outputs')
  if (screens === undefined) return
  try {
    screens.plug()
    const customer = await openCustomer({ display: screens.environment })
    const displays = await customer.app.evaluate(({ screen }) =>
      screen.getAllDisplays().map(({ bounds }) => bounds),
    )
    expect(displays).toEqual([first, second])
    const filling = async (): Promise<unknown> => await place(customer)
    await expect.poll(filling).toEqual(filled(second))
    screens.pull()
    await expect.poll(filling).toEqual(filled(first))
    expect(customer.log()).toContain('there is no such display')
    // What the customer touches is where it is seen.
    await customer.page.getByRole('button').first().click()
    await expect(
      customer.page.getByRole('button', { name: textOf('channel.chat.name'), exact: true }),
    ).toBeVisible()
    screens.plug()
    await expect.poll(filling).toEqual(filled(second))
    await expect(
      customer.page.getByRole('button', { name: textOf('channel.chat.name'), exact: true }),
    ).toBeVisible()
    // The test's own hands: an app is closed before the server it is on.
    await customer.close()
  } finally {
    screens.close()
  }
})
