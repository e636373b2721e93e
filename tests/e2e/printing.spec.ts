import { expect, log } from '../kit/centre/centre.ts'
import { endVisit, startKioskChat } from '../kit/page/chat.ts'
import { showAs, takePicture } from '../kit/page/picture.ts'
import { test } from '../kit/machine/print-server.ts'
import { textOf } from '../kit/page/texts.ts'

test.use({ layout: 'landscape', policy: { mode: 'kiosk', print: { printer: 'Counter' } } })

test('kiosk prints slips and transcripts, and nothing of earlier customers', async ({
  printer,
  openCustomer,
  hand,
}) => {
  const customer = await openCustomer({ environment: printer.environment })
  const { page } = customer
  const { centre, agent } = hand
  const print = page.getByRole('button', { name: textOf('chat.ended.print') })
  const chatAndEnd = async (place: number): Promise<void> => {
    await startKioskChat(page)
    const chat = await hand.session(place)
    centre.desk.accept(chat, agent)
    centre.desk.message(chat, agent, 'Hello Jonas')
    await expect(log(page)).toContainText('Hello Jonas')
    centre.desk.disconnect(chat, agent)
    await print.click()
    await expect(page.getByText(textOf('chat.ended.printed'))).toBeVisible()
  }

  await test.step('the slip of a callback', async () => {
    const next = page.getByRole('button', { name: 'Continue' })
    await page.getByRole('button', { name: textOf('attract.invite') }).click()
    await page.getByRole('button', { name: 'Call me back' }).click()
    await page.getByRole('radio', { name: /Service/u }).click({ force: true })
    await page.getByRole('radio', { name: textOf('callback.when.tomorrow') }).check({ force: true })
    await page
      .getByRole('radio', { name: /^1\d:00/u })
      .first()
      .check({ force: true })
    await next.click()
    await page.getByLabel('Phone number').fill('+44 20 7946 0958')
    await next.click()
    await page.getByLabel('Your name').fill('Ada')
    await next.click()
    await page.getByRole('checkbox').check({ force: true })
    await page.getByRole('button', { name: 'Request callback' }).click()
    await expect(page.getByRole('heading', { name: /Thank you, Ada/u })).toBeVisible()
    await page.getByRole('button', { name: textOf('callback.ready.print'), exact: true }).click()
    await expect(page.getByText(textOf('callback.ready.printed'))).toBeVisible()
    expect(printer.taken()).toBe(1)
    for (const layout of ['portrait', 'landscape'] as const) {
      await showAs(page, layout)
      await takePicture(page, `callback/printed-${layout}`)
    }
    await endVisit(page)
  })

  await test.step('customer prints a transcript without a dialog or file', async () => {
    await chatAndEnd(0)
    expect(printer.taken()).toBe(2)
    await expect(page.getByRole('button', { name: textOf('chat.ended.save') })).toHaveCount(0)
    await endVisit(page)
  })

  await test.step('queued jobs of the visit are cancelled, those of others stay', async () => {
    // The paper is out: jobs wait in the system's queue.
    printer.pause()
    printer.submit()
    const [other] = printer.waiting()
    await chatAndEnd(1)
    expect(printer.waiting()).toHaveLength(2)
    await endVisit(page)
    await expect.poll(() => printer.waiting()).toEqual([other])
    await expect.poll(() => customer.log()).toContain('"withdrawn":1')
    expect(printer.taken()).toBe(4)
    // The next customer's comes out.
    printer.resume()
    await expect.poll(() => printer.waiting()).toEqual([])
  })

  await test.step('customer is told that the printer is missing', async () => {
    await chatAndEnd(2)
    printer.remove()
    await print.click()
    await expect(page.getByText('It could not be printed.')).toBeVisible()
  })
})
