import { expect, it } from 'vitest'
import { layer } from './load.ts'
import { settingsView } from './view.ts'
import { UTC } from '../../contract/zone.ts'

const viewOf = (consent: object) => {
  const { policy, problems } = layer([{ name: 'policy', values: { consent } }])
  return { view: settingsView(policy, '1', UTC), problems }
}

it('what a customer agrees to is shown in the words of the policy, its address by its host', () => {
  const link = 'https://shop.example/privacy?version=3'
  const { view, problems } = viewOf({ version: '3', texts: { '*': 'You may' }, link })
  expect(problems).toEqual([])
  expect(view.consent).toEqual({
    texts: { '*': 'You may' },
    link: { url: link, host: 'shop.example' },
  })
})

it('without words or an address of the policy ours stand', () => {
  expect(viewOf({}).view.consent).toBeUndefined()
  expect(viewOf({ version: '3' }).view.consent).toBeUndefined()
})

it.each([
  'javascript:alert(1)',
  'https://user@shop.example/',
  'shop.example',
  'https://',
  'https://[',
])('an address that is none of the web is a problem of the policy: %s', (link) => {
  expect(viewOf({ link }).problems).toMatchObject([{ path: 'consent.link' }])
})
