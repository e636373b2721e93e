/** What a kiosk's page does not do by itself, whatever is under the finger. */
const REFUSED = ['contextmenu', 'dragstart', 'dragover', 'drop', 'auxclick'] as const
/** Fields that would open a window of the system. */
const CHOOSERS = 'input[type="file"], input[type="color"]'
/** Editing commands that the on-screen keyboard needs; `paste` would read what another left. */
const COMMANDS = new Set(['insertText', 'delete', 'insertLineBreak'])

/**
 * In kiosk mode: no menu on a long press, nothing dragged out of the page or dropped into it (a file,
 * a link), nothing opened by a middle button or by a field, no zoom by wheel, no other page, and no
 * script that closes or moves the window. Main refuses most of it again; this is where the page can say no
 * before anything is seen. Answers what ends it.
 */
export function guardPage(target: Window): () => void {
  const ending = new AbortController()
  const options = { capture: true, passive: false, signal: ending.signal }
  const refuse = (event: Event): void => {
    event.preventDefault()
  }
  for (const name of REFUSED) target.addEventListener(name, refuse, options)
  target.addEventListener(
    'click',
    (event) => {
      if (event.target instanceof Element && event.target.matches(CHOOSERS)) refuse(event)
    },
    options,
  )
  target.addEventListener(
    'wheel',
    (event) => {
      if (event.ctrlKey) refuse(event)
    },
    options,
  )
  // The one event that also sees what never reaches main, such as about:blank. Not every browser has it.
  const navigation: unknown = Reflect.get(target, 'navigation')
  if (navigation instanceof EventTarget) {
    navigation.addEventListener('navigate', refuseLeaving, { signal: ending.signal })
  }
  const restore = [
    ...['close', 'moveTo', 'moveBy', 'resizeTo', 'resizeBy'].map((name) =>
      replace(target, name, () => undefined),
    ),
    replace(HTMLInputElement.prototype, 'showPicker', () => undefined),
    guardChoosers(HTMLInputElement.prototype, (owner) => owner),
    guardChoosers(HTMLLabelElement.prototype, (owner) => Reflect.get(owner, 'control')),
    guardCommands(target.document),
  ]
  return () => {
    ending.abort()
    for (const undo of restore) undo()
  }
}

function refuseLeaving(event: Event): void {
  const destination: unknown = Reflect.get(event, 'destination')
  const stays =
    typeof destination === 'object' &&
    destination !== null &&
    Reflect.get(destination, 'sameDocument') === true
  if (!stays && event.cancelable) event.preventDefault()
}

/** A field that is not in the page is pressed without the page hearing of it. */
function guardChoosers(prototype: HTMLElement, fieldOf: (owner: object) => unknown): () => void {
  const undo = (['click', 'dispatchEvent'] as const).map((name) => {
    const run: unknown = Reflect.get(prototype, name)
    return replace(prototype, name, function (this: object, ...given) {
      const field = fieldOf(this)
      if (field instanceof Element && field.matches(CHOOSERS)) return false
      return typeof run === 'function' ? Reflect.apply(run, this, given) : undefined
    })
  })
  return () => {
    for (const each of undo) each()
  }
}

function guardCommands(page: Document): () => void {
  const run: unknown = Reflect.get(page, 'execCommand')
  if (typeof run !== 'function') return () => undefined
  return replace(
    page,
    'execCommand',
    (command: unknown, ...rest: readonly unknown[]) =>
      typeof command === 'string' &&
      COMMANDS.has(command) &&
      Reflect.apply(run, page, [command, ...rest]) === true,
  )
}

/** Answers what puts the old one back. */
function replace(
  owner: object,
  name: string,
  value: (this: object, ...given: readonly unknown[]) => unknown,
): () => void {
  const old = Object.getOwnPropertyDescriptor(owner, name)
  Object.defineProperty(owner, name, { value, configurable: true, writable: true })
  return () => {
    if (old === undefined) Reflect.deleteProperty(owner, name)
    else Object.defineProperty(owner, name, old)
  }
}
