import type { Centre, Result } from '../../centre/api.ts'

/**
 * The interface promises results. Should an implementation throw all the same, that is an answer
 * that got lost: the worst to assume, and what the rest of chat is made for.
 */
export function safeCentre(centre: Centre): Centre {
  async function guarded<Value>(request: () => Promise<Result<Value>>): Promise<Result<Value>> {
    try {
      return await request()
    } catch (error) {
      const detail = error instanceof Error ? error.message : 'thrown'
      return { ok: false, error: { kind: 'nonsense', effect: 'possible', detail } }
    }
  }

  return {
    get clockOffsetMs() {
      return centre.clockOffsetMs
    },
    authorize: (options) => guarded(() => centre.authorize(options)),
    startSession: (request, options) => guarded(() => centre.startSession(request, options)),
    endSession: (id, options) => guarded(() => centre.endSession(id, options)),
    queryContents: (id, index, options) => guarded(() => centre.queryContents(id, index, options)),
    addContent: (id, text, options) => guarded(() => centre.addContent(id, text, options)),
    setTyping: (id, typing, options) => guarded(() => centre.setTyping(id, typing, options)),
    callMe: (id, key, number, options) => guarded(() => centre.callMe(id, key, number, options)),
    createCallback: (request, options) => guarded(() => centre.createCallback(request, options)),
    callbackQueues: (options) => guarded(() => centre.callbackQueues(options)),
  }
}
