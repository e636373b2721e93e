import type { Centre, CentreError, RequestOptions, Result } from './api.ts'
import { errorOf } from '../platform/said.ts'

/**
 * The interface promises results. Should an implementation throw all the same, that counts as a lost
 * answer once bytes may have left; before that nothing has happened.
 */
export function safeCentre(centre: Centre): Centre {
  async function guarded<Value>(
    outer: RequestOptions | undefined,
    request: (options: RequestOptions) => Promise<Result<Value>>,
  ): Promise<Result<Value>> {
    const fate: { effect: CentreError['effect'] } = { effect: 'none' }
    try {
      return await request({
        ...outer,
        onLeave() {
          fate.effect = 'possible'
          outer?.onLeave?.()
        },
      })
    } catch (error) {
      // Its words may quote what was to be sent.
      const { type, message } = errorOf(error)
      const detail = `${type}: ${message}`
      return { ok: false, error: { kind: 'trouble', effect: fate.effect, detail } }
    }
  }

  return {
    get clockOffsetMs() {
      return centre.clockOffsetMs
    },
    authorize: (outer) => guarded(outer, (options) => centre.authorize(options)),
    startSession: (request, outer) =>
      guarded(outer, (options) => centre.startSession(request, options)),
    endSession: (id, outer) => guarded(outer, (options) => centre.endSession(id, options)),
    queryContents: (id, index, outer) =>
      guarded(outer, (options) => centre.queryContents(id, index, options)),
    addContent: (id, text, outer) =>
      guarded(outer, (options) => centre.addContent(id, text, options)),
    setTyping: (id, typing, outer) =>
      guarded(outer, (options) => centre.setTyping(id, typing, options)),
    callMe: (id, key, number, outer) =>
      guarded(outer, (options) => centre.callMe(id, key, number, options)),
    createCallback: (request, outer) =>
      guarded(outer, (options) => centre.createCallback(request, options)),
    callbackQueues: (outer) => guarded(outer, (options) => centre.callbackQueues(options)),
  }
}
