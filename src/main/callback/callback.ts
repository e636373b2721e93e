import type { CallbackView, RequestCallback } from '../../contract/callback.ts'
import type { Handlers } from '../../contract/contract.ts'
import type { Source } from '../../contract/define.ts'
import { done, fail, type Outcome } from '../../contract/outcome.ts'
import type { CallbackRequest, Centre, ContactDatum } from '../centre/api.ts'
import { unknownZone, type OwnZone } from '../settings/own-zone.ts'
import type { Policy } from '../settings/policy.ts'
import type { Clock } from '../platform/clock.ts'
import type { Log } from '../platform/log.ts'
import { createSource } from '../platform/source.ts'
import { zoneNamed } from '../platform/zones.ts'
import { createHeld } from '../chat/held.ts'
import { consentData } from '../visit/consent.ts'
import { safeCentre } from '../centre/safe-centre.ts'
import { trueNow } from '../centre/true-now.ts'
import { planDays } from './days.ts'
import { checkRequest, commentOf, textsOf, type CheckedRequest } from './request.ts'
import { slipOf } from './slip.ts'
import { slipDocument } from '../paper/slip-document.ts'
import { availabilityOf, failureOf } from './failure.ts'

export interface Callback {
  readonly source: Source<CallbackView>
  /** The handlers of the contract's group `callback`. */
  readonly handlers: Handlers['callback']
  /** The visit is over: everything typed and sent is forgotten. */
  endForVisit(): void
}

interface Deps {
  readonly centre: Centre
  readonly policy: Policy
  readonly appVersion: string
  readonly clock: Clock
  readonly log: Log
  /** Of the customer: this device's. */
  readonly ownZone: OwnZone
  /** The zone that counts as the centre's is not the policy's own, which nobody knows. */
  readonly isZoneGuessed: boolean
  readonly language: () => string
  /** ISO 3166 code of the place: of numbers that are typed without a country. */
  readonly country: () => string
  /** Unique once a call: names the calendar entry. */
  readonly createId: () => string
  /** Lets the customer save a text as a file; answers whether it was saved. */
  readonly saveFile: (name: string, text: string) => Promise<boolean>
  /** Prints a static page; answers whether it came out. Undefined where there is no printer. */
  readonly print: ((html: string) => Promise<boolean>) | undefined
}

/**
 * Callbacks, at most once (C49): no id comes back and nothing can be read back. One request is
 * under way at a time; after an answer that never came only the customer may ask again.
 */
export function createCallback(deps: Deps): Callback {
  const { policy, clock, log } = deps
  const centre = safeCentre(deps.centre)
  const { callback: rules } = policy
  /** Number and windows of what was sent in this visit: asked for again, it is asked about. */
  const sent = new Set<string>()
  const held = createHeld<{ name: string; comment: string }, Asked>()
  /** Texts that the customer wants to be sent as they are: they are not asked about again. */
  let agreed = ''
  let generation = 0
  /** The slip's calendar file. */
  let file = ''
  const source = createSource<CallbackView>({
    phase: 'idle',
    availability: 'unknown',
    topics: [],
    days: [],
    ...zonesNow(),
    now: clock.now(),
    country: '',
    askConsent: rules.askConsent,
    handover: {},
  })

  /** The zones of a request, from its beginning to its end: what is shown, what leaves and what the agent is told. */
  function zonesNow(): Pick<CallbackView, 'zone' | 'centreZone' | 'unknownZone'> {
    const { zone } = deps.ownZone
    const unknown = unknownZone(deps.ownZone, deps.isZoneGuessed)
    return {
      zone,
      centreZone: zoneNamed(policy.zone),
      ...(unknown === undefined ? {} : { unknownZone: unknown }),
    }
  }

  function now(): number {
    return trueNow(clock, centre)
  }

  function plan(): Pick<CallbackView, 'days' | 'now'> {
    const at = now()
    return {
      now: at,
      days: planDays(
        {
          timetable: {
            hours: rules.hours ?? policy.hours,
            holidays: policy.holidays,
            zone: policy.zone,
          },
          zone: source.view.zone.name,
          leadMinutes: rules.leadMinutes,
          horizonDays: rules.horizonDays,
          windowMinutes: rules.windowMinutes,
        },
        at,
      ),
    }
  }

  async function checkAvailability(): Promise<void> {
    const mine = (generation += 1)
    source.publish({ availability: 'checking', ...plan() })
    const queues = await centre.callbackQueues()
    if (mine !== generation) return
    if (!queues.ok) {
      const { kind, status, detail } = queues.error
      log.warn('callbacks are unavailable', { kind, status, detail })
      source.publish({ availability: availabilityOf(queues.error), topics: [], ...plan() })
      return
    }
    const topics = queues.value
    source.publish({ availability: topics.length > 0 ? 'open' : 'empty', topics, ...plan() })
  }

  function contactData(agreedAt: number): readonly ContactDatum[] {
    const data = [
      { key: 'Kiosk', value: policy.site.kiosk },
      { key: 'Store', value: policy.site.store },
      { key: 'Language', value: deps.language() },
      { key: 'Time Zone', value: source.view.zone.name },
      { key: 'App Version', value: deps.appVersion },
      ...(rules.askConsent ? consentData(policy, agreedAt) : []),
    ]
    return data.filter(({ value }) => value !== '')
  }

  /** Takes a request as far as the guard's question, or sends it. */
  function take(input: RequestCallback, agreedAt: number): Outcome<void> | Promise<Outcome<void>> {
    const { phase, topics } = source.view
    if (phase === 'sending' || phase === 'done') return fail('wrong-state')
    if (phase === 'unclear' && !input.knowingly) return fail('repeated')
    // Time has passed since the days were shown: what is offered is judged now.
    const planned = plan()
    source.publish(planned)
    const checked = checkRequest(input, {
      topics,
      days: planned.days,
      askConsent: rules.askConsent,
      allow: rules.allow,
      onrefusal: (why) => {
        log.info('a number was not taken', { why })
      },
    })
    if (!checked.ok) return checked
    if (sent.has(markOf(checked.value)) && !input.knowingly) return fail('repeated')
    const { name, comment } = checked.value
    if (
      policy.chat.guard &&
      agreed !== textsOf(input) &&
      held.hold({ name, comment }, { input, agreedAt })
    ) {
      publishQuestion()
      return done
    }
    return send(checked.value, agreedAt)
  }

  function publishQuestion(): void {
    const { now: asked } = held
    source.publish({ guard: asked && { ...asked.question, ...asked.masked } })
  }

  function forget(): void {
    held.drop()
    agreed = ''
    file = ''
    source.publish({
      phase: 'idle',
      handover: {},
      guard: undefined,
      slip: undefined,
      failure: undefined,
    })
  }

  async function send(request: CheckedRequest, agreedAt: number): Promise<Outcome<void>> {
    const mine = generation
    // Made before anything leaves: were it to fail afterwards, a request that arrived would look lost.
    const { slip, file: made } = slipOf(request, {
      business: policy.brand.name,
      id: deps.createId(),
      now: clock.now(),
    })
    const wire = onWire(request, agreedAt)
    sent.add(markOf(request))
    source.publish({ phase: 'sending', failure: undefined, slip: undefined })
    const answer = await centre.createCallback(wire)
    // The visit has ended meanwhile: nobody is left to be told.
    if (mine !== generation) return fail('wrong-state')
    if (answer.ok) {
      log.info('callback created', { queue: request.topic.key })
      file = made
      source.publish({ phase: 'done', slip })
      return done
    }
    const { kind, effect, status, detail } = answer.error
    log.warn('callback not created', { kind, effect, status, detail })
    if (effect === 'none') sent.delete(markOf(request))
    const failure = failureOf(answer.error)
    source.publish({ phase: effect === 'none' ? 'failed' : 'unclear', failure })
    if (failure.code === 'not-found' || failure.code === 'invalid-input') void checkAvailability()
    return { ok: false, error: failure }
  }

  function onWire(request: CheckedRequest, agreedAt: number): CallbackRequest {
    const { stripPlus } = policy.centre.compat
    const { e164 } = request.number
    const comment = commentOf(request)
    return {
      queueKey: request.topic.key,
      contactName: request.name,
      phoneNumber: stripPlus ? e164.slice(1) : e164,
      first: request.first,
      ...(request.second ? { second: request.second } : {}),
      ...(comment === '' ? {} : { comment }),
      contactData: contactData(agreedAt),
      priority: rules.priority,
    }
  }

  return {
    source,
    handlers: {
      async open(handover) {
        if (source.view.phase === 'sending') return done
        forget()
        deps.ownZone.look()
        source.publish({ handover, country: deps.country(), unknownZone: undefined, ...zonesNow() })
        await checkAvailability()
        return done
      },
      request: (input) => take(input, now()),
      guard({ id, choice }) {
        const taken = held.take(id)
        if (!taken) return fail('wrong-state')
        publishQuestion()
        if (choice === 'edit') return done
        const { input: typed, agreedAt } = taken.rest
        const input = choice === 'mask' ? { ...typed, ...taken.masked } : typed
        agreed = textsOf(input)
        return take(input, agreedAt)
      },
      leave() {
        if (source.view.phase === 'sending') return fail('wrong-state')
        forget()
        return done
      },
      async saveCalendar() {
        const { slip } = source.view
        if (!slip || policy.mode === 'kiosk') return fail('wrong-state')
        await deps.saveFile('callback.ics', file)
        return done
      },
      async printSlip(paper) {
        const { slip } = source.view
        if (!slip || !deps.print) return fail('wrong-state')
        try {
          return (await deps.print(slipDocument(paper, slip.codes))) ? done : fail('internal')
        } catch (error) {
          log.error('a slip could not be printed', { error })
          return fail('internal')
        }
      },
    },
    endForVisit() {
      generation += 1
      sent.clear()
      forget()
    },
  }
}

/** A request that waits for the guard's answer, and when the customer agreed to what it says. */
interface Asked {
  readonly input: RequestCallback
  readonly agreedAt: number
}

function markOf({ number, first, second }: CheckedRequest): string {
  const { e164, extension } = number
  return [e164, extension, first.start, first.end, second?.start, second?.end].join(' ')
}
