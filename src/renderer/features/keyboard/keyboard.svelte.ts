import { mount, unmount } from 'svelte'
import type { SettingsView } from '../../../contract/settings.ts'
import { reportScriptError } from '../../lib/faults.ts'
import { nameOf } from '../../lib/format.ts'
import { i18n, t } from '../../lib/i18n.svelte.ts'
import { settings, visit } from '../../lib/views.svelte.ts'
import type { Field } from '../../ui/keyboard/fields.ts'
import type { KeyNames } from '../../ui/keyboard/layouts.ts'
import type { InputMethod } from '../../ui/keyboard/hand.ts'
import { watchFields } from '../../ui/keyboard/watch.ts'

/** Whether the policy wants the on-screen keyboard for a field focused with this input method. */
export function opensFor(
  input: InputMethod,
  { mode, keyboard }: Pick<SettingsView, 'mode' | 'keyboard'>,
): boolean {
  // Who has just typed on real keys needs no others.
  if (keyboard.onScreen === 'never' || input === 'keys') return false
  return keyboard.onScreen === 'always' || (mode === 'kiosk' && input === 'touch')
}

const load = async () => {
  const [{ Keyboard }, view] = await Promise.all([
    import('../../ui/keyboard/keyboard.svelte.ts'),
    import('../../ui/keyboard/Keyboard.svelte'),
  ])
  return { Keyboard, View: view.default }
}

/**
 * Brings the on-screen keyboard up where the policy wants one; its code is fetched when it is first
 * needed. Call it while a component is set up. Answers what ends it.
 */
export function startKeyboard(): () => void {
  let wanted: Field | undefined
  let code: Promise<Awaited<ReturnType<typeof load>>> | undefined
  let keyboard: InstanceType<Awaited<ReturnType<typeof load>>['Keyboard']> | undefined
  let view: { readonly shown: Record<string, unknown>; readonly host: Element } | undefined

  const names = (): KeyNames => ({
    keyboard: t('keyboard.name'),
    shift: t('keyboard.shift'),
    capsLock: t('keyboard.capsLock'),
    backspace: t('keyboard.backspace'),
    enter: t('keyboard.enter'),
    send: t('keyboard.send'),
    space: t('keyboard.space'),
    symbols: t('keyboard.symbols'),
    letters: t('keyboard.letters'),
    accents: t('keyboard.accents'),
    language: t('keyboard.language'),
    hide: t('keyboard.hide'),
    languageOf: nameOf,
  })

  const watch = watchFields({
    document,
    opens: (input) => opensFor(input, settings.view),
    show(field) {
      wanted = field
      void raise(field).catch(reportScriptError)
    },
    hide() {
      wanted = undefined
      lower()
    },
  })

  async function raise(field: Field): Promise<void> {
    code ??= load()
    let loaded: Awaited<typeof code>
    try {
      loaded = await code
    } catch (error) {
      // Requested again at the next touch.
      code = undefined
      throw error
    }
    // The focus may have moved while the code was loading.
    if (field !== wanted) return
    keyboard ??= new loaded.Keyboard(watch.dismiss)
    keyboard.speak([i18n.language, ...i18n.offered(settings.view.languages)])
    keyboard.attach(field)
    // A modal dialog makes everything outside of it inert.
    const host = field.closest('dialog[open]') ?? document.body
    if (view?.host === host) return
    lower()
    keyboard.attach(field)
    const shown = mount(loaded.View, { target: host, props: { keyboard, names } })
    view = { shown, host }
  }

  function lower(): void {
    if (view !== undefined) void unmount(view.shown)
    view = undefined
    keyboard?.detach()
  }

  const stopReset = $effect.root(() => {
    $effect(() => {
      if (visit.view.stage === 'absent') keyboard?.reset()
    })
  })

  return () => {
    stopReset()
    watch.stop()
    lower()
  }
}
