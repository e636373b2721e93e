import type { Desk } from '../model/desk.ts'
import type { CentreEvent } from '../model/events.ts'
import type { RestContext } from '../rest/context.ts'
import type { Emitter } from '../support/emitter.ts'
import type { Scenarios } from '../scenarios/scenarios.ts'

/** All that the control API works on: what the REST service has, and the agents' side. */
export interface ControlContext extends RestContext {
  readonly desk: Desk
  readonly events: Emitter<CentreEvent>
  readonly scenarios: Scenarios
  readonly seed: number
  readonly serverName: string
}
