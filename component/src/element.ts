import { mount, unmount } from 'svelte'
import type { AskCall, CallGrant } from '../../src/contract/call.ts'
import { fail, ok, type Outcome } from '../../src/contract/outcome.ts'
import { isCalling } from '../../src/renderer/features/call/call-machine.ts'
import { CallController } from '../../src/renderer/features/call/call.svelte.ts'
import { browserClock } from '../../src/renderer/features/call/clock.ts'
import { canCall, watchNetwork } from '../../src/renderer/features/call/network.ts'
import { TEXT_NAMES, type TextName } from '../../src/renderer/features/call/texts.ts'
import type {
  ClickToDialApi,
  ClickToDialState,
  EndedDetail,
  GrantProvider,
  StateDetail,
} from './api.ts'
import {
  OBSERVED,
  PRESETS,
  PRESET_BY_ATTRIBUTE,
  SETTING_BY_ATTRIBUTE,
  TAG,
  TEXT_BY_ATTRIBUTE,
  type SettingName,
} from './attributes.ts'
import { keepDevices, recallDevices } from './device-memory.ts'
import { ElementModel, type PageDestination } from './model.svelte.ts'
import { grantOfPage, readDestinations, readGrant } from './page-grant.ts'
import { misreadIn } from './styles.ts'
import { tellDenied, tellLimits } from './page-notices.ts'
import { placeOf } from './place.ts'
import { sheetsOf } from './sheets.ts'
import { tellUnknown } from './unknown-attributes.ts'
import { defineTexts } from './text-properties.ts'
import { ElementBase, takeOver } from './upgrade.ts'
import Widget from './Widget.svelte'

declare const __OSCC_VERSION__: string

/**
 * `<oscc-click-to-dial>`: the vendor's component (R190 to R280), for any web page. The manual is
 * `docs/click-to-dial.md`.
 */
export class OsccClickToDial extends ElementBase implements ClickToDialApi {
  static readonly observedAttributes = OBSERVED
  /** Of the package. */
  static readonly version: string = __OSCC_VERSION__
  #grantProvider: GrantProvider | undefined
  readonly #model = new ElementModel()
  readonly #settings: Partial<Record<SettingName, string>> = {}
  readonly #controller: CallController
  #own: readonly PageDestination[] | undefined
  #css = ''
  #widget: Record<string, unknown> | undefined
  #ends: (() => void)[] = []

  constructor() {
    super()
    const root = this.attachShadow({ mode: 'open', delegatesFocus: true })
    root.adoptedStyleSheets = sheetsOf(this.ownerDocument)
    const model = this.#model
    this.#controller = new CallController({
      media: navigator.mediaDevices,
      clock: browserClock,
      random: Math.random,
      grants: (ask) => this.#grant(ask),
      loadPhone: async () =>
        (await import('../../src/renderer/features/call/sip/phone.ts')).createPhone,
      destinations: () => model.destinations,
      preset: () => ({
        customerNumber: model.customerNumber,
        destinationKey: model.destinationKey,
      }),
      asksNumber: () => true,
      choice: recallDevices,
      onchoice: keepDevices,
      place: () => placeOf(this),
      onphase: () => {
        this.#tellState()
      },
      onend: (reason, status) => {
        if (reason === 'local-network') tellDenied()
        const detail: EndedDetail = { reason, status, durationMs: this.#controller.lasted }
        this.#tell('oscc-ctd-ended', detail)
      },
    })
  }

  connectedCallback(): void {
    if (this.#widget !== undefined) return
    takeOver(this, ['grantProvider', 'destinations', ...PRESETS, ...TEXT_NAMES])
    if (canCall()) void this.#controller.resume()
    else this.#controller.refuse()
    this.#readChildren()
    this.#model.direction = this.#directionOf()
    const children = new MutationObserver(() => {
      this.#readChildren()
      tellUnknown(this)
    })
    children.observe(this, { childList: true, subtree: true, attributes: true })
    const leave = (): void => {
      this.#controller.leave()
    }
    window.addEventListener('pagehide', leave)
    this.#ends = [
      () => {
        children.disconnect()
      },
      () => {
        window.removeEventListener('pagehide', leave)
      },
      watchNetwork(this.#controller),
      tellLimits(),
    ]
    const target = this.shadowRoot
    if (target === null) return
    this.#widget = mount(Widget, {
      target,
      props: {
        controller: this.#controller,
        model: this.#model,
        canShare: canShare(),
        ondress: (css: string) => {
          this.#css = css
          target.adoptedStyleSheets = sheetsOf(this.ownerDocument, css)
        },
      },
    })
    const misread = misreadIn(getComputedStyle(this))
    if (misread.length > 0) {
      // eslint-disable-next-line no-console -- C40 requires a notice for the page's developer
      console.info(`<${TAG}>: ${misread.join(', ')} should begin with --oscc-ctd- (letter o).`)
    }
    tellUnknown(this)
  }

  /** Constructed style sheets are lost with the document that they belong to. */
  adoptedCallback(): void {
    const sheets = sheetsOf(this.ownerDocument, this.#css)
    if (this.shadowRoot !== null) this.shadowRoot.adoptedStyleSheets = sheets
  }

  disconnectedCallback(): void {
    // Moved within the page it goes on; taken out, it ends.
    queueMicrotask(() => {
      if (this.isConnected || this.#widget === undefined) return
      for (const end of this.#ends.splice(0)) end()
      this.#controller.close()
      this.#controller.destroy()
      void unmount(this.#widget)
      this.#widget = undefined
    })
  }

  attributeChangedCallback(name: string, _old: string | null, value: string | null): void {
    const text = TEXT_BY_ATTRIBUTE.get(name)
    if (text !== undefined) {
      this.#model.setText(text, value)
      return
    }
    const preset = PRESET_BY_ATTRIBUTE.get(name)
    if (preset !== undefined) {
      this.#model[preset] = (value ?? '').trim()
      return
    }
    const setting = SETTING_BY_ATTRIBUTE.get(name)
    if (setting === 'destinations') this.destinations = value
    else if (setting === undefined) this.#model.direction = this.#directionOf()
    else if (value === null) Reflect.deleteProperty(this.#settings, setting)
    else this.#settings[setting] = value.trim()
  }

  /** For pages that do not want to write their SIP account into their markup. */
  get grantProvider(): GrantProvider | undefined {
    return this.#grantProvider
  }

  set grantProvider(value: GrantProvider | undefined) {
    this.#grantProvider = value
  }

  /** The step on the screen: `closed`, `instructions`, `input`, `devices`, `ringing`, `talking` ... */
  get state(): ClickToDialState {
    return this.#controller.state.step
  }

  get destinations(): readonly PageDestination[] {
    return this.#model.destinations
  }

  /** A list of `{ key, label, number }`, or the same as JSON; null for the child elements. */
  set destinations(value: unknown) {
    this.#own = value === null ? undefined : (readDestinations(value) ?? [])
    this.#readChildren()
  }

  get customerNumber(): string {
    return this.#model.customerNumber
  }

  set customerNumber(value: string) {
    this.#model.customerNumber = value
  }

  get destinationKey(): string {
    return this.#model.destinationKey
  }

  set destinationKey(value: string) {
    this.#model.destinationKey = value
  }

  /** Opens the component; nothing happens where it is open. */
  open(): void {
    this.#controller.open()
  }

  /** Closes it; a call is ended first. */
  close(): void {
    this.#controller.close()
  }

  /**
   * Calls at once, as far as everything that is needed is known: number and destination, from
   * attributes or out of `with`. What is missing is asked for on the screen.
   */
  async dial(given: Partial<AskCall> = {}): Promise<void> {
    const controller = this.#controller
    if (given.customerNumber !== undefined) controller.entry.number = given.customerNumber
    if (given.destinationKey !== undefined) controller.entry.destinationKey = given.destinationKey
    if (controller.state.step === 'ended') controller.again()
    controller.open()
    if (controller.state.step === 'instructions') controller.continue()
    if (controller.state.step === 'input') controller.continue()
    await controller.dial()
  }

  hangUp(): void {
    this.#controller.hangUp()
  }

  /** A text by its camelCase name: see `text-properties.ts`. */
  textOf(name: TextName): string {
    return this.#model.texts[name]
  }

  setText(name: TextName, text: string | null): void {
    this.#model.setText(name, text)
  }

  async #grant(ask: AskCall): Promise<Outcome<CallGrant>> {
    const now = browserClock.now()
    if (this.#grantProvider === undefined) {
      return grantOfPage(ask, this.#settings, this.#model.destinations, now, Math.random())
    }
    try {
      const grant = readGrant(await this.#grantProvider(ask), now)
      return grant === undefined ? fail('nonsense') : ok(grant)
    } catch {
      return fail('unreachable')
    }
  }

  #readChildren(): void {
    const children = [...this.querySelectorAll('oscc-destination')].map((child) => ({
      key: child.getAttribute('key') ?? '',
      label: child.getAttribute('label') ?? '',
      number: child.getAttribute('number') ?? '',
    }))
    this.#model.destinations = this.#own ?? readDestinations(children) ?? []
  }

  #directionOf(): 'ltr' | 'rtl' {
    if (!this.isConnected) return 'ltr'
    return getComputedStyle(this).direction === 'rtl' ? 'rtl' : 'ltr'
  }

  #tellState(): void {
    const { step } = this.#controller.state
    const detail: StateDetail = { state: step, isCalling: isCalling(step) }
    this.#tell('oscc-ctd-state', detail)
    if (step === 'talking') this.#tell('oscc-ctd-connected', {})
  }

  #tell(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }))
  }
}

function canShare(): boolean {
  return canCall() && typeof Reflect.get(navigator.mediaDevices, 'getDisplayMedia') === 'function'
}

defineTexts(OsccClickToDial)
