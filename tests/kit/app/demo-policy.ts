/** What a simulator says of itself in its first line. */
export interface SimulatorAddresses {
  /** Base URL of the REST service. */
  readonly rest: string
  /** WebSocket URL of the SIP service; absent while there is none. */
  readonly sip?: string
  /** URL of the agent console; absent while there is none. */
  readonly console?: string
  /** URL of the faults and switches; absent while there is none. */
  readonly control?: string
  readonly clientId: string
  readonly clientSecret: string
}

/** A policy, or a part of one to be laid over another. */
export interface PolicyPart {
  readonly [key: string]: unknown
}

/** The policy of a contact point that works against this simulator, with `overrides` laid over it key by key. */
export function demoPolicy(
  simulator: SimulatorAddresses,
  overrides: PolicyPart = {},
): Record<string, unknown> {
  const call =
    simulator.sip === undefined
      ? {}
      : {
          call: {
            server: simulator.sip,
            domain: 'callpoint.test',
            destinations: [{ key: 'advice', label: 'Advice', pilotNumber: '5000' }],
          },
        }
  const base = {
    mode: 'desktop',
    languages: ['en', 'de'],
    centre: {
      baseUrl: simulator.rest,
      clientId: simulator.clientId,
      clientSecret: simulator.clientSecret,
      businessUnit: 'DEFAULT',
    },
    ...call,
  }
  return laidOver(base, overrides)
}

/** Objects are joined key by key; anything else in `upper` replaces what lies below it. */
export function laidOver(lower: PolicyPart, upper: PolicyPart): Record<string, unknown> {
  const joined: Record<string, unknown> = { ...lower }
  for (const [key, value] of Object.entries(upper)) {
    const below = joined[key]
    joined[key] = isPart(below) && isPart(value) ? laidOver(below, value) : value
  }
  return joined
}

function isPart(value: unknown): value is PolicyPart {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
