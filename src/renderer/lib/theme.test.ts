import { expect, test } from 'vitest'
import { fakeSettings } from './fake-views.ts'
import { applyTheme, themeOf } from './theme.svelte.ts'

test("customer's choice precedes the policy, which precedes the system", () => {
  expect(themeOf('contrast', 'dark')).toBe('contrast')
  expect(themeOf('default', 'dark')).toBe('dark')
  expect(themeOf('default', 'system')).toBe('light')
})

test('looks and sizes go to the root of the page', () => {
  const root = document.createElement('html')
  applyTheme(
    root,
    { ...fakeSettings, brand: { name: 'N', accent: '#7a1fa2' } },
    { theme: 'dark', textZoom: 1.2, reach: true },
  )
  expect(root.dataset).toMatchObject({ theme: 'dark', density: 'kiosk', reach: '' })
  expect(root.style.getPropertyValue('--text-zoom')).toBe('1.2')
  expect(Number(root.style.getPropertyValue('--accent-hue'))).toBeGreaterThan(290)

  applyTheme(
    root,
    { ...fakeSettings, mode: 'desktop' },
    { theme: 'default', textZoom: 9, reach: true },
  )
  expect(root.dataset).toMatchObject({ theme: 'light', density: 'desktop' })
  expect(root.hasAttribute('data-reach')).toBe(false)
  expect(root.style.getPropertyValue('--text-zoom')).toBe('1.4')
  expect(root.style.getPropertyValue('--accent-hue')).toBe('')
})
