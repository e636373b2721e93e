import { expect, it } from 'vitest'
import { layer } from './load.ts'
import { settingsView } from './view.ts'
import { UTC } from '../../contract/zone.ts'

const viewOf = (consent: object) => {
  const { policy, problems } = layer([{ name: 'policy', values: { consent } }])
  return { view: settingsView(policy, '1', UTC), problems }
}

it("customer sees the policy's consent text, and the host of its address", () => {
  const link = 'https://shop.example/privacy?version=3'
  const { view, problems } = viewOf({ version: '3', texts: { '*': 'You may' }, link })
  expect(problems).toEqual([])
  expect(view.consent).toEqual({
    texts: { '*': 'You may' },
    link: { url: link, host: 'shop.example' },
  })
})

it('customer sees the default consent text if the policy has none', () => {
  expect(viewOf({}).view.consent).toBeUndefined()
  expect(viewOf({ version: '3' }).view.consent).toBeUndefined()
})

it.each([
  'javascript:alert(1)',
  'https://user@shop.example/',
  'shop.example',
  'https://',
  'https://[',
])('policy reports an address that is not http or https: %s', (link) => {
  expect(viewOf({ link }).problems).toMatchObject([{ path: 'consent.link' }])
})
