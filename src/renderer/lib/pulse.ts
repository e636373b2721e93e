import type { Off } from '../../contract/define.ts'
import { bridge } from './bridge.ts'

/** Answers each beat of main's pulse, for as long as this page can answer anything. */
export function answerPulse(): Off {
  return bridge().app.pulse.on(({ revision }) => {
    void bridge().app.alive({ beat: revision })
  })
}
