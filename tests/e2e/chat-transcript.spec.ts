import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, log, test } from '../kit/centre/centre.ts'
import { say, talking } from '../kit/page/chat.ts'
import { equip } from '../kit/machine/printer.ts'
import { textOf } from '../kit/page/texts.ts'

test.describe('the transcript at the end', () => {
  test.use({ layout: 'terminal' })

  test('desktop customer prints it or saves a PDF', async ({ customer, hand }) => {
    const { page, userData } = customer
    const file = join(userData, 'chat.pdf')
    const jobs = await equip(customer, ['Office'], file)
    const chat = await talking(page, hand)
    hand.centre.desk.message(chat, hand.agent, 'Is it <B>orange</B>? مرحبا')
    await say(page, 'Yes <script>alert(1)</script>')
    await expect(
      log(page)
        .getByText(/^Delivered/u)
        .last(),
    ).toBeVisible()
    hand.centre.desk.disconnect(chat, hand.agent)
    await page.getByRole('button', { name: textOf('chat.ended.save') }).click()
    await expect.poll(() => existsSync(file) && readFileSync(file).length).toBeGreaterThan(5000)
    const pdf = readFileSync(file)
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
    expect(pdf.toString('latin1')).not.toMatch(/\/JavaScript|\/JS\b|\/Launch/u)
    await page.getByRole('button', { name: textOf('chat.ended.print') }).click()
    await expect.poll(async () => (await jobs()).length).toBe(1)
    expect((await jobs())[0]).toMatchObject({
      options: { silent: false },
      title: 'Your chat with Callpoint',
    })
    // The hidden window is gone.
    await expect
      .poll(() =>
        customer.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length),
      )
      .toBe(1)
  })
})
