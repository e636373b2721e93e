import type { Hands } from './escape-hands.ts'
import { codesOf } from '../../kit/machine/x-display.ts'

/** One way out. */
export interface Vector {
  readonly name: string
  /** Tries it; answers what it gained by itself, beside what the watch sees. */
  readonly attempt: (hands: Hands) => Promise<string | undefined>
}

interface Point {
  readonly x: number
  readonly y: number
}

const CHORDS = [
  ...['F1', 'F3', 'F4', 'F5', 'F6', 'F7', 'F10', 'F11', 'F12', 'Shift+F10', 'Ctrl+F5', 'Ctrl+F4'],
  ...['Ctrl+r', 'Ctrl+Shift+r', 'Ctrl+w', 'Ctrl+Shift+w', 'Ctrl+n', 'Ctrl+Shift+n', 'Ctrl+t'],
  ...['Ctrl+p', 'Ctrl+s', 'Ctrl+o', 'Ctrl+u', 'Ctrl+j', 'Ctrl+h', 'Ctrl+l', 'Ctrl+f', 'Ctrl+q'],
  ...['Ctrl+Shift+i', 'Ctrl+Shift+j', 'Ctrl+Shift+c', 'Ctrl+Shift+q', 'Ctrl+Shift+Delete'],
  ...['Ctrl+=', 'Ctrl+-', 'Ctrl+0', 'Ctrl+Shift+=', 'Ctrl+Tab', 'Ctrl+1', 'Ctrl+Escape'],
  ...['Alt+F4', 'Alt+Left', 'Alt+Right', 'Alt+Home', 'Alt+Space', 'Alt+Tab', 'Alt+f', 'Alt+Enter'],
  ...['Super', 'Super+r', 'Super+d', 'Super+l', 'Super+Tab', 'Ctrl+Alt+Delete', 'Ctrl+Alt+t'],
  ...['Menu', 'PrintScreen', 'Help', 'Back', 'Forward', 'HomePage', 'Browser', 'Mail', 'Reload'],
  ...['Calculator', 'Explorer', 'Search', 'Favourites', 'Escape', 'Alt', 'Ctrl+Alt+F1'],
] as const

/** Addresses of every kind that a link or a script may name. */
const ADDRESSES = [
  'ELSEWHERE/page',
  'https://callpoint.invalid/',
  'file:///etc/passwd',
  'file:///',
  'FILE',
  'javascript:document.title',
  'data:text/html,<h1>out</h1>',
  'data:application/pdf;base64,JVBERi0xLjQ=',
  'ELSEWHERE/manual.pdf',
  'about:blank',
  'about:srcdoc',
  'chrome://gpu',
  'chrome://settings',
  'devtools://devtools/bundled/inspector.html',
  'view-source:app://callpoint/index.html',
  'view-source:ELSEWHERE/',
  'filesystem:app://callpoint/temporary/x',
  'app://callpoint/no-such-page.html',
  'app://elsewhere/index.html',
  'mailto:someone@example.invalid',
  'tel:+4930123456',
  'sip:5000@example.invalid',
  'sms:+4930123456',
  'ftp://example.invalid/',
  'ssh://example.invalid',
  'smb://example.invalid/share',
  'callpoint://chat',
  'ms-settings:privacy',
  'ms-windows-store://home',
  'search-ms:query=a',
  'intent://scan/#Intent;scheme=zxing;end',
  'vscode://file/etc/passwd',
  'steam://open/main',
  'x-apple.systempreferences:',
  'blob:null/0',
] as const

const chords: readonly Vector[] = CHORDS.map((chord) => ({
  name: `keys ${chord}`,
  async attempt({ x }) {
    await x.chord(codesOf(chord))
    return undefined
  },
}))

function filled(address: string, { elsewhere, file }: Hands): string {
  return JSON.stringify(
    address.replace('ELSEWHERE', elsewhere).replace(/^FILE$/u, `file://${file}`),
  )
}

const addresses: readonly Vector[] = ADDRESSES.flatMap((address) => {
  const label = address.slice(0, 44)
  const run = (name: string, code: (url: string) => string): Vector => ({
    name: `${name} ${label}`,
    attempt: (hands) => hands.script(code(filled(address, hands))),
  })
  return [
    run('location', (url) => `location.href = ${url}; await soon()`),
    run('window.open', (url) => `return window.open(${url}) ? 'a window' : undefined`),
    run(
      'link in a new window',
      (url) => `add('a', { href: ${url}, target: '_blank' }).click(); await soon()`,
    ),
  ]
})

function script(name: string, code: string): Vector {
  return {
    name,
    attempt: (hands) =>
      hands.script(code.replaceAll('ELSEWHERE', hands.elsewhere).replaceAll('FILE', hands.file)),
  }
}

const scripts: readonly Vector[] = [
  script('link with download', `add('a', { href: 'ELSEWHERE/a.exe', download: 'a.exe' }).click()`),
  script(
    'download of a blob',
    `const url = URL.createObjectURL(new Blob(['out']))
     add('a', { href: url, download: 'out.txt' }).click(); await soon()`,
  ),
  script('replace', `location.replace('ELSEWHERE/'); await soon()`),
  script(
    'meta refresh',
    `add('meta', { 'http-equiv': 'refresh', content: '0;url=ELSEWHERE/' })
     document.head.append(document.querySelector('meta[data-escape]')); await soon(); await soon()`,
  ),
  script(
    'base',
    `add('base', { href: 'ELSEWHERE/' }, document.head); add('a', { href: 'x' }).click(); await soon()`,
  ),
  ...['get', 'post'].flatMap((method) =>
    ['_self', '_blank', '_top'].map((target) =>
      script(
        `form ${method} ${target}`,
        `add('form', { action: 'ELSEWHERE/', method: '${method}', target: '${target}' }).submit()
         await soon()`,
      ),
    ),
  ),
  ...['ELSEWHERE/', 'file:///etc/passwd', 'data:text/html,x', 'https://callpoint.invalid/'].map(
    (src) =>
      script(
        `frame ${src}`,
        `const frame = add('iframe', { src: '${src}' }); await soon()
       const text = frame.contentDocument?.body?.textContent; frame.remove(); return text || undefined`,
      ),
  ),
  script(
    'pop-up from an empty frame',
    `const frame = add('iframe'); await soon()
     const out = frame.contentWindow?.open('ELSEWHERE/'); frame.remove(); return out ? 'a window' : undefined`,
  ),
  script(
    'print from an empty frame',
    `const frame = add('iframe'); await soon(); frame.contentWindow?.print(); frame.remove()`,
  ),
  script(
    'object',
    `add('object', { data: 'ELSEWHERE/a.pdf', type: 'application/pdf' }); await soon()`,
  ),
  script(
    'embed',
    `add('embed', { src: 'ELSEWHERE/a.pdf', type: 'application/pdf' }); await soon()`,
  ),
  script('webview', `add('webview', { src: 'ELSEWHERE/' }); await soon()`),
  script('portal', `add('portal', { src: 'ELSEWHERE/' }); await soon()`),
  script('fenced frame', `add('fencedframe', { src: 'ELSEWHERE/' }); await soon()`),
  script('image', `add('img', { src: 'ELSEWHERE/a.png' }); await soon()`),
  script('video', `add('video', { src: 'file:///etc/passwd' }).load(); await soon()`),
  script('foreign script', `add('script', { src: 'ELSEWHERE/a.js' }); await soon()`),
  script(
    'inline script',
    `const s = document.createElement('script'); s.textContent = 'window.out = 1'
     document.body.append(s); return window.out ? 'ran' : undefined`,
  ),
  script('markup', `document.body.insertAdjacentHTML('beforeend', '<img src=x>'); return 'markup'`),
  script('innerHTML', `add('div').innerHTML = '<b>x</b>'; return 'markup'`),
  script(
    'style sheet',
    `add('link', { rel: 'stylesheet', href: 'ELSEWHERE/a.css' }); await soon()`,
  ),
  script('prefetch', `add('link', { rel: 'prefetch', href: 'ELSEWHERE/a' }); await soon()`),
  script('import()', `await import('ELSEWHERE/a.js'); return 'a module'`),
  script('fetch', `return (await fetch('ELSEWHERE/')).status`),
  script('fetch of a file', `return (await fetch('file:///etc/passwd')).text()`),
  script(
    'request of a file',
    `const r = new XMLHttpRequest(); r.open('GET', 'file://FILE', false); r.send(); return r.responseText`,
  ),
  script(
    'climbing',
    `const r = await fetch('app://callpoint/..%2f..%2f..%2fetc/passwd'); return r.ok ? r.text() : undefined`,
  ),
  script('beacon', `navigator.sendBeacon('ELSEWHERE/', 'x'); await soon()`),
  script('socket', `new WebSocket('ELSEWHERE/'.replace('http', 'ws')); await soon()`),
  script('event source', `new EventSource('ELSEWHERE/'); await soon()`),
  script(
    'service worker',
    `await navigator.serviceWorker.register('/index.html'); return 'registered'`,
  ),
  script(
    'worker',
    `new Worker(URL.createObjectURL(new Blob(['fetch("ELSEWHERE/")']))); await soon()`,
  ),
  script('shared worker', `new SharedWorker('data:text/javascript,1'); await soon()`),
  script('print', `window.print()`),
  script('print command', `document.execCommand('print')`),
  script('alert', `alert('out')`),
  script('confirm', `return confirm('out') ? 'yes' : undefined`),
  script('prompt', `return prompt('out') ?? undefined`),
  script('close', `window.close(); await soon()`),
  script('close after open', `window.open('', '_self'); window.close(); await soon()`),
  script(
    'full screen and out of it',
    `await document.documentElement.requestFullscreen(); await soon(); await document.exitFullscreen(); await soon()`,
  ),
  script('full screen left open', `document.exitFullscreen?.(); await soon()`),
  script('move the window', `window.moveTo(50, 50); window.resizeTo(300, 300); await soon()`),
  script('blur and focus', `window.blur(); window.focus(); await soon()`),
  script('history back', `history.back(); await soon()`),
  script('history forward', `history.forward(); await soon()`),
  script('history far', `history.go(-10); history.go(10); await soon()`),
  script('file field', `add('input', { type: 'file' }).click(); await soon(); await soon()`),
  script(
    'label of a file field, detached',
    `const label = document.createElement('label'); const f = document.createElement('input')
     f.type = 'file'; label.append(f); label.click(); await soon(); await soon()`,
  ),
  script(
    'file field, pressed by an event',
    `const f = document.createElement('input'); f.type = 'file'
     f.dispatchEvent(new MouseEvent('click')); await soon(); await soon()`,
  ),
  script(
    'file field, detached',
    `const f = document.createElement('input'); f.type = 'file'; f.click(); await soon(); await soon()`,
  ),
  script(
    'folder field',
    `add('input', { type: 'file', webkitdirectory: '' }).click(); await soon()`,
  ),
  script(
    'file field, picker',
    `add('input', { type: 'file' }).showPicker(); await soon(); await soon()`,
  ),
  script('colour field', `add('input', { type: 'color' }).click(); await soon(); await soon()`),
  script('open file picker', `await showOpenFilePicker(); return 'a file'`),
  script('save file picker', `await showSaveFilePicker(); return 'a file'`),
  script('folder picker', `await showDirectoryPicker(); return 'a folder'`),
  script('eye dropper', `return (await new EyeDropper().open()).sRGBHex`),
  script('share', `await navigator.share({ url: 'https://callpoint.invalid' }); return 'shared'`),
  script(
    'protocol handler',
    `navigator.registerProtocolHandler('web+out', 'app://callpoint/?%s'); return undefined`,
  ),
  script(
    'notification',
    `return (await Notification.requestPermission()) === 'granted' ? (new Notification('out'), 'granted') : undefined`,
  ),
  script('clipboard read', `return 'read ' + (await navigator.clipboard.readText())`),
  script('clipboard items', `return 'read ' + (await navigator.clipboard.read()).length`),
  script('paste command', `return document.execCommand('paste') ? 'pasted' : undefined`),
  script(
    'geolocation',
    `return new Promise((done) => navigator.geolocation.getCurrentPosition(() => done('a place'), () => done()))`,
  ),
  script('usb', `await navigator.usb.requestDevice({ filters: [] }); return 'a device'`),
  script('serial', `await navigator.serial.requestPort(); return 'a port'`),
  script(
    'hid',
    `return (await navigator.hid.requestDevice({ filters: [] })).length ? 'a device' : undefined`,
  ),
  script(
    'bluetooth',
    `await navigator.bluetooth.requestDevice({ acceptAllDevices: true }); return 'a device'`,
  ),
  script('midi', `await navigator.requestMIDIAccess({ sysex: true }); return 'midi'`),
  script(
    'idle detector',
    `return (await IdleDetector.requestPermission()) === 'granted' ? 'granted' : undefined`,
  ),
  script('window management', `return 'screens: ' + (await getScreenDetails()).screens.length`),
  script('local fonts', `return (await queryLocalFonts()).length || undefined`),
  script(
    'persistent storage',
    `return (await navigator.storage.persist()) ? 'persisted' : undefined`,
  ),
  script('pointer lock', `await document.documentElement.requestPointerLock(); await soon()`),
  script('keyboard lock', `await navigator.keyboard.lock(); return undefined`),
  script(
    'credentials',
    `return (await navigator.credentials.get({ password: true })) ? 'a password' : undefined`,
  ),
  script(
    'payment',
    `new PaymentRequest([{ supportedMethods: 'https://callpoint.invalid' }], { total: { label: 'x', amount: { currency: 'EUR', value: '1' } } }).show(); return 'a sheet'`,
  ),
  script(
    'presentation',
    `await new PresentationRequest('https://callpoint.invalid').start(); return 'a screen'`,
  ),
  script(
    'picture in picture',
    `const video = add('video'); const c = document.createElement('canvas'); c.getContext('2d')
     video.srcObject = c.captureStream(5); video.muted = true; await video.play()
     await video.requestPictureInPicture(); return 'a window'`,
  ),
  script(
    'document picture in picture',
    `await documentPictureInPicture.requestWindow(); return 'a window'`,
  ),
  script(
    'node',
    `return typeof require === 'function' || typeof process !== 'undefined' ? 'node' : undefined`,
  ),
]

const LINK = `const link = add('a', { href: 'ELSEWHERE/' }); link.textContent = 'out'
  Object.assign(link.style, { position: 'fixed', inset: '300px auto auto 200px', inlineSize: '300px',
    blockSize: '100px', zIndex: 99, background: 'white' })`

/** Puts a link under the hand, as if one had slipped in. */
async function putLink(hands: Hands): Promise<void> {
  await hands.script(LINK.replaceAll('ELSEWHERE', hands.elsewhere))
}

/** Where something is on the screen, by script: see `toForm` in escape.ts. */
async function middleOf(hands: Hands, selector: string): Promise<Point | undefined> {
  const text = await hands.script(`
    const box = document.querySelector('${selector}')?.getBoundingClientRect()
    return box && [box.x + box.width / 2, box.y + box.height / 2].map(Math.round).join(' ')`)
  const [x, y] = (text ?? '').split(' ').map(Number)
  return x === undefined || y === undefined || Number.isNaN(x) ? undefined : { x, y }
}

function mouse(name: string, button: number, held = ''): Vector {
  return {
    name,
    async attempt(hands) {
      await putLink(hands)
      await hands.x.click(button, 350, 350, held === '' ? [] : codesOf(held))
      return undefined
    },
  }
}

const mice: readonly Vector[] = [
  mouse('left click on a link', 1),
  mouse('middle click on a link', 2),
  mouse('right click on a link', 3),
  mouse('control click on a link', 1, 'Ctrl'),
  mouse('shift click on a link', 1, 'Shift'),
  mouse('alt click on a link', 1, 'Alt'),
  mouse('control shift click on a link', 1, 'Ctrl+Shift'),
  mouse('control wheel up', 4, 'Ctrl'),
  mouse('control wheel down', 5, 'Ctrl'),
  mouse('back button of the mouse', 8),
  mouse('forward button of the mouse', 9),
  {
    name: 'right click on a field',
    async attempt(hands) {
      const at = await middleOf(hands, 'input, textarea')
      if (at !== undefined) await hands.x.click(3, at.x, at.y)
      return undefined
    },
  },
  {
    name: 'right click on the ground',
    async attempt({ x }) {
      await x.click(3, 30, 500)
      return undefined
    },
  },
  {
    name: 'a link dragged out',
    async attempt(hands) {
      await putLink(hands)
      await hands.x.drag([350, 350], [700, 900])
      return undefined
    },
  },
  {
    name: 'the screen selected by dragging',
    async attempt({ x }) {
      await x.drag([20, 60], [1000, 1200])
      return undefined
    },
  },
  {
    name: 'three clicks on a word',
    async attempt(hands) {
      const at = await middleOf(hands, 'h1')
      for (let time = 0; at !== undefined && time < 3; time += 1) await hands.x.click(1, at.x, at.y)
      return undefined
    },
  },
  {
    name: 'the window manager asks to close',
    async attempt({ x }) {
      for (const { id } of await x.windows()) await x.askToClose(id)
      return undefined
    },
  },
]

/** Moves fingers along paths; each step holds a point for each finger. */
async function fingers({ session }: Hands, steps: readonly (readonly Point[])[]): Promise<void> {
  const [first = [], ...rest] = steps
  const send = (type: 'touchStart' | 'touchMove' | 'touchEnd', points: readonly Point[]) =>
    session.send('Input.dispatchTouchEvent', { type, touchPoints: [...points] })
  await send('touchStart', first)
  for (const points of rest) await send('touchMove', points)
  await send('touchEnd', [])
}

function path(from: Point, to: Point): readonly Point[] {
  return Array.from({ length: 12 }, (_, at) => ({
    x: from.x + ((to.x - from.x) * at) / 11,
    y: from.y + ((to.y - from.y) * at) / 11,
  }))
}

function swipe(name: string, from: Point, to: Point): Vector {
  return {
    name,
    async attempt(hands) {
      await fingers(
        hands,
        path(from, to).map((point) => [point]),
      )
      return undefined
    },
  }
}

const touches: readonly Vector[] = [
  {
    name: 'long press on a link',
    async attempt(hands) {
      await putLink(hands)
      await hands.session.send('Input.dispatchTouchEvent', {
        type: 'touchStart',
        touchPoints: [{ x: 350, y: 350 }],
      })
      await hands.page.waitForTimeout(900)
      await hands.session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
      return undefined
    },
  },
  {
    name: 'pinch out',
    async attempt(hands) {
      const left = path({ x: 500, y: 900 }, { x: 100, y: 900 })
      const right = path({ x: 560, y: 900 }, { x: 1000, y: 900 })
      await fingers(
        hands,
        left.map((point, at) => [point, right[at] ?? point]),
      )
      return undefined
    },
  },
  {
    name: 'pinch gesture',
    async attempt({ session }) {
      await session
        .send('Input.synthesizePinchGesture', { x: 500, y: 800, scaleFactor: 3 })
        .catch(() => undefined)
      return undefined
    },
  },
  swipe('swipe from the left edge', { x: 1, y: 900 }, { x: 900, y: 900 }),
  swipe('swipe from the right edge', { x: 1079, y: 900 }, { x: 100, y: 900 }),
  swipe('swipe from the top edge', { x: 500, y: 1 }, { x: 500, y: 1500 }),
  swipe('swipe from the bottom edge', { x: 500, y: 1919 }, { x: 500, y: 400 }),
  {
    name: 'double tap',
    async attempt(hands) {
      await fingers(hands, [[{ x: 500, y: 150 }]])
      await fingers(hands, [[{ x: 500, y: 150 }]])
      return undefined
    },
  },
  {
    name: 'four fingers',
    async attempt(hands) {
      const all = [100, 300, 500, 700]
      await fingers(
        hands,
        path({ x: 0, y: 1500 }, { x: 0, y: 300 }).map(({ y }) => all.map((x) => ({ x, y }))),
      )
      return undefined
    },
  },
]

function drop(
  name: string,
  data: (hands: Hands) => { files?: string[]; mimeType?: string; text?: string },
): Vector {
  return {
    name,
    async attempt(hands) {
      const { files = [], mimeType, text = '' } = data(hands)
      const items = mimeType === undefined ? [] : [{ mimeType, data: text }]
      for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
        await hands.session.send('Input.dispatchDragEvent', {
          type,
          x: 500,
          y: 900,
          data: { items, files, dragOperationsMask: 1 },
        })
      }
      return undefined
    },
  }
}

const drops: readonly Vector[] = [
  drop('a file dropped', ({ file }) => ({ files: [file] })),
  drop('a folder dropped', () => ({ files: ['/etc'] })),
  drop('an address dropped', ({ elsewhere }) => ({ mimeType: 'text/uri-list', text: elsewhere })),
  drop('markup dropped', ({ elsewhere }) => ({
    mimeType: 'text/html',
    text: `<iframe src="${elsewhere}/"></iframe>`,
  })),
]

/** All ways that need no agent. */
export const vectors: readonly Vector[] = [
  ...chords,
  ...addresses,
  ...scripts,
  ...mice,
  ...touches,
  ...drops,
]

/** Addresses that an agent may push, or write into a message. */
export const agentAddresses = ADDRESSES
