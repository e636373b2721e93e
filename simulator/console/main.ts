import '@fontsource-variable/commissioner'
import { mount } from 'svelte'
import App from './App.svelte'
import { createApi } from './lib/api.ts'
import { ConsoleModel } from './lib/desk.svelte.ts'
import { Phone } from './lib/phone.svelte.ts'
import './style/tokens.css'
import './style/base.css'

const target = document.getElementById('app')
if (target === null) throw new Error('the page has no #app')

const api = createApi('/control')
const model = new ConsoleModel(api, {
  open: (url) => new EventSource(url),
  now: () => Date.now(),
})
const sip = new URL('/sip', location.href)
sip.protocol = sip.protocol === 'https:' ? 'wss:' : 'ws:'
mount(App, { target, props: { api, model, phone: new Phone(api, sip.href) } })
