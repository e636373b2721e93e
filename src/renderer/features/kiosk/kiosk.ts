import './hand.css'
import { watchHand } from '../../ui/keyboard/hand.ts'
import { guardPage } from './guard.ts'

/** In kiosk mode: the page does what a page of a kiosk does, and the arrow hides from fingers. */
export function guardKiosk(): () => void {
  const root = document.documentElement
  const stopGuard = guardPage(window)
  const stopHand = watchHand(document, (hand) => {
    root.dataset['hand'] = hand
  })
  return () => {
    stopGuard()
    stopHand()
    delete root.dataset['hand']
  }
}
