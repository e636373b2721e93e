import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { demoPolicy } from '../kit/app/demo-policy.ts'
import { handOver } from '../kit/machine/unprivileged.ts'
import { expectAccessible } from '../kit/page/axe.ts'
import { expect, test } from '../kit/centre/centre.ts'
import { takePicture } from '../kit/page/picture.ts'
import { textOf } from '../kit/page/texts.ts'
import { privateFolder, removeFolder } from '../kit/machine/folders.ts'

/** Windows' editor has written it, in a hurry. */
const MISTAKES = {
  mode: 'Kiosk',
  languages: ['fr', 'en'],
  print: { enabled: 'no' },
  brand: { name: 'Möbelhaus', accent: '#ffdd00' },
  call: { server: 'wss://sip.example.com:5061/ws', relayOnly: true },
  secrets: { store: 'key-file' },
  staff: { pin: '58204917' },
}

test('app with mistakes in its policy is a locked kiosk and tells staff what is wrong @pictures', async ({
  hand,
  launch,
  openCustomer,
}) => {
  test.setTimeout(120_000)
  const home = privateFolder(launch.user, 'test')
  try {
    const file = join(home, 'own.json')
    const text = JSON.stringify(demoPolicy(hand.addresses, MISTAKES), null, 2)
    writeFileSync(file, Buffer.from(`\uFEFF${text}`, 'utf16le'), { mode: 0o600 })
    handOver(launch.user, file)
    const { app, page, log } = await openCustomer({
      home,
      args: [`--config= "${file}" `],
      layout: 'landscape',
      environment: { TZ: 'Europe/Berln' },
    })
    const locked = await app.evaluate(({ BrowserWindow }) => {
      const [window] = BrowserWindow.getAllWindows()
      window?.close()
      return { isKiosk: window?.isKiosk(), isThere: window?.isDestroyed() === false }
    })
    expect(locked).toEqual({ isKiosk: true, isThere: true })

    for (const sentence of [
      'did you mean \\"kiosk\\"?',
      'there are no texts in French',
      'the port 5061, which Chromium refuses to open',
      'the time zone of this machine (TZ) is none that this version knows',
      'did you mean \\"Europe/Berlin\\"?',
      'the nearest colour that passes is #5d4f00',
      '"from":"stricter","keys":"mode, print.enabled, call.server"',
      '"from":"policy","keys":"',
    ]) {
      expect(log()).toContain(sentence)
    }
    expect(log()).toMatch(/"from":"policy","keys":"[^"]*secrets\.\*/u)

    // The code has left the file for the vault, and opens the page.
    await expect.poll(() => readFileSync(file, 'utf8')).not.toContain('58204917')
    expect(readFileSync(file, 'utf8')).toContain('"Kiosk"')
    for (let touch = 0; touch < 5; touch += 1) await page.mouse.click(20, 20)
    const code = page.getByLabel(textOf('staff.pin'))
    await code.fill('58204916')
    await page.keyboard.press('Enter')
    await expect(page.getByText(textOf('staff.pinWrong'))).toBeVisible()
    await code.fill('58204917')
    await page.keyboard.press('Enter')
    await expect(page.locator('.mend')).toContainText(/: mode\b.*must be one of/su, {
      timeout: 20_000,
    })
    await expect(page.locator('.mend')).toContainText('(in force: the strictest value)')
    await expect(page.locator('.well')).toContainText('From the policy file')
    await takePicture(page, 'policy/mistakes-landscape')
    await expectAccessible(page)
    // Long lists of keys have room at the foot of the page.
    await page.locator('.well .long').last().scrollIntoViewIfNeeded()
    await takePicture(page, 'policy/origin-landscape')
    expect(log()).not.toContain('58204917')
  } finally {
    removeFolder(home)
  }
})
