import './ui/fonts.css'
import './ui/tokens.css'
import './ui/base.css'
import { mount } from 'svelte'
import App from './App.svelte'
import Trouble from './features/trouble/Trouble.svelte'
import { bridge, connect } from './lib/bridge.ts'
import { reportScriptError, watchScriptErrors } from './lib/faults.ts'
import { i18n } from './lib/i18n.svelte.ts'
import { answerPulse } from './lib/pulse.ts'
import { settings, startViews, visit } from './lib/views.svelte.ts'

/** In development a screen can be looked at without main: `?fake=home`. */
async function connectFake(): Promise<void> {
  const options = new URLSearchParams(location.search)
  const name = options.get('fake')
  if (name === null) return
  const { fakeFor } = await import('./fake.ts')
  const fake = fakeFor(name, options)
  if (fake !== undefined) connect(fake)
}

async function start(target: HTMLElement): Promise<void> {
  try {
    await startViews()
    answerPulse()
    i18n.configure(settings.view)
    await i18n.begin(visit.view.language)
    mount(App, { target })
    // Two frames: the first is laid out, the second says that it was drawn.
    requestAnimationFrame(() => {
      requestAnimationFrame(() => {
        void bridge().app.ready(undefined)
        i18n.complete().catch(reportScriptError)
      })
    })
  } catch (error) {
    reportScriptError(error)
    await i18n.begin(navigator.language)
    mount(Trouble, { target })
  }
}

watchScriptErrors(window)
if (import.meta.env.DEV) await connectFake()
await start(document.body)
