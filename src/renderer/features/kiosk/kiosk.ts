import './hand.css'
import { watchInput } from '../../ui/keyboard/hand.ts'
import { guardPage } from './guard.ts'

/** In kiosk mode: the page does what a page of a kiosk does, and the arrow hides from fingers. */
export function guardKiosk(): () => void {
  const root = document.documentElement
  const stopGuard = guardPage(window)
  const stopInput = watchInput(document, (input) => {
    root.dataset['input'] = input
  })
  return () => {
    stopGuard()
    stopInput()
    delete root.dataset['input']
  }
}
