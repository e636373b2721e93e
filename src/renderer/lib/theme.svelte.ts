import { MediaQuery } from 'svelte/reactivity'
import type { SettingsView, Theme } from '../../contract/settings.ts'
import type { Comfort } from '../../contract/visit.ts'
import { accentOf } from './accent.ts'

/** A window narrower than this is no kiosk's: sizes step down so that nothing scrolls sideways. */
const KIOSK_FROM = '(min-width: 700px)'

function query(text: string, otherwise: boolean): { readonly current: boolean } {
  return typeof matchMedia === 'function' ? new MediaQuery(text) : { current: otherwise }
}

const dark = query('(prefers-color-scheme: dark)', false)
const contrast = query('(prefers-contrast: more)', false)
const roomy = query(KIOSK_FROM, true)

/** The theme to show: the customer's choice, the policy's, then the machine's. */
export function themeOf(comfort: Comfort['theme'], policy: SettingsView['theme']): Theme {
  if (comfort !== 'default') return comfort
  if (policy !== 'system') return policy
  if (contrast.current) return 'contrast'
  return dark.current ? 'dark' : 'light'
}

/** Puts looks and sizes on the page's root. Call it in an effect: it follows what it reads. */
export function applyTheme(root: HTMLElement, settings: SettingsView, comfort: Comfort): void {
  root.dataset['theme'] = themeOf(comfort.theme, settings.theme)
  root.dataset['density'] = settings.mode === 'kiosk' && roomy.current ? 'kiosk' : 'desktop'
  root.toggleAttribute('data-reach', comfort.reach && settings.mode === 'kiosk')
  root.style.setProperty('--text-zoom', String(Math.min(1.4, Math.max(1, comfort.textZoom))))
  applyAccent(root, settings.brand.accent)
}

function applyAccent(root: HTMLElement, hex: string | undefined): void {
  const accent = hex === undefined ? undefined : accentOf(hex)
  const knobs: Readonly<Record<string, number | undefined>> = {
    '--accent-hue': accent?.hue,
    '--accent-chroma': accent?.strength,
    '--accent-light': accent?.lightness,
    '--accent-light-chroma': accent?.chroma,
  }
  for (const [name, value] of Object.entries(knobs)) {
    if (value === undefined) root.style.removeProperty(name)
    else root.style.setProperty(name, value.toFixed(4))
  }
}
