import { expect } from '../support/centre.ts'
import { endVisit, startKioskChat } from '../support/chat.ts'
import { test } from '../support/print-server.ts'

test.use({ layout: 'landscape', policy: { mode: 'kiosk', print: { printer: 'Counter' } } })

test('what a visit left waiting at the printer is taken back, what others print there stays', async ({
  printer,
  openCustomer,
  hand,
}) => {
  const customer = await openCustomer({ environment: printer.environment })
  const { page } = customer
  printer.pause()
  printer.submit()
  const [other] = printer.waiting()
  await startKioskChat(page)
  const chat = await hand.session()
  hand.centre.desk.accept(chat, hand.agent)
  hand.centre.desk.disconnect(chat, hand.agent)
  await page.getByRole('button', { name: 'Print the conversation' }).click()
  await expect(page.getByText('Your conversation is being printed.')).toBeVisible()
  // The paper is out: the job waits in the system's queue.
  expect(printer.waiting()).toHaveLength(2)
  await endVisit(page)
  await expect.poll(() => printer.waiting()).toEqual([other])
  await expect.poll(() => customer.log()).toContain('"withdrawn":1')
  expect(printer.taken()).toBe(2)
  // The next customer's comes out.
  printer.resume()
  await expect.poll(() => printer.waiting()).toEqual([])
})
