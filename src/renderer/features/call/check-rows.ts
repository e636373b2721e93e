import type { MediaProblem } from './media.svelte.ts'
import type { CheckView } from './precheck.ts'
import type { CallTexts } from './texts.ts'

export interface CheckRow {
  readonly name: 'camera' | 'microphone' | 'speaker' | 'line'
  readonly state: 'wait' | 'good' | 'warn' | 'bad' | 'ask'
  readonly title: string
  readonly text: string
}

/** Why there is no microphone or no camera now, whatever the check has found before. */
export interface Problems {
  readonly audio: MediaProblem | undefined
  readonly video: MediaProblem | undefined
}

type Words = Pick<CheckRow, 'state' | 'title' | 'text'>

/** Results of the check: what is in order, and what to fix. */
export function rowsOf(
  view: CheckView,
  problems: Problems,
  heard: 'unasked' | 'asked' | 'yes' | 'no',
  texts: CallTexts,
): readonly CheckRow[] {
  const t = texts
  const camera = {
    good: row('good', t.cameraGoodTitle, t.cameraGoodText),
    dim: row('warn', t.cameraDimTitle, t.cameraDimText),
    black: row('warn', t.cameraBlackTitle, t.cameraBlackText),
    missing: row('warn', t.cameraMissingTitle, t.cameraMissingText),
  }
  const cameraProblem = {
    absent: camera.missing,
    refused: row('warn', t.cameraRefusedTitle, t.cameraMissingText),
    busy: row('warn', t.cameraFailedTitle, t.cameraMissingText),
  }
  const microphone = {
    good: row('good', t.microphoneGoodTitle, t.microphoneGoodText),
    silent: row('warn', t.microphoneSilentTitle, t.microphoneSilentText),
    missing: row('bad', t.microphoneMissingTitle, t.microphoneMissingText),
  }
  const line = {
    good: row('good', t.lineGoodTitle, t.lineGoodText),
    slow: row('warn', t.lineSlowTitle, t.lineSlowText),
    blocked: row('bad', t.lineBlockedTitle, t.lineBlockedText),
    noRelay: row('warn', t.lineNoRelayTitle, t.lineNoRelayText),
    down: row('bad', t.lineDownTitle, t.lineDownText),
    asking: row('ask', t.lineLabel, t.localNetworkLabel),
    denied: row('bad', t.lineDownTitle, t.localNetworkError),
  }
  const speaker = {
    unasked: row('ask', t.speakerTitle, t.speakerText),
    asked: row('ask', t.speakerAskTitle, t.speakerText),
    yes: row('good', t.speakerGoodTitle, t.speakerGoodText),
    no: row('warn', t.speakerBadTitle, t.speakerBadText),
  }
  const waiting = (title: string): Words => row('wait', title, t.checkingText)
  const heardAs = view.microphone && problems.audio ? 'missing' : view.microphone
  const seenAs = problems.video ? cameraProblem[problems.video] : view.camera && camera[view.camera]
  return [
    { name: 'camera', ...((view.camera && seenAs) ?? waiting(t.videoInputLabel)) },
    { name: 'microphone', ...(heardAs ? microphone[heardAs] : waiting(t.audioInputLabel)) },
    { name: 'line', ...(view.line ? line[view.line] : waiting(t.lineLabel)) },
    { name: 'speaker', ...speaker[heard] },
  ]
}

function row(state: Words['state'], title: string, text: string): Words {
  return { state, title, text }
}
