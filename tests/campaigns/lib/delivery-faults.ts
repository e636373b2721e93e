import type { FaultInput } from '../../../simulator/faults/schema.ts'

/** Goes on striking, each matching request with this chance. */
const often = { count: 0 } as const

/**
 * What goes wrong at each step of a chat. Statuses are struck where they can be true: a centre that
 * answers 401 or 503 (R143) without more has not acted; 500, a gateway's 502 and a 503 with
 * Retry-After may come before it has acted or after.
 */
export const deliveryFaults: readonly FaultInput[] = [
  // Lost request, lost answer, no answer, half an answer.
  { ...often, route: 'contents.add', kind: 'reset', at: 'before', probability: 0.025 },
  { ...often, route: 'contents.add', kind: 'reset', at: 'after', probability: 0.03 },
  { ...often, route: 'contents.add', kind: 'hang', at: 'before', probability: 0.004 },
  { ...often, route: 'contents.add', kind: 'hang', at: 'after', probability: 0.004 },
  { ...often, route: 'contents.add', kind: 'truncate', probability: 0.02 },
  // Refusals and troubles.
  {
    ...often,
    route: 'contents.add',
    kind: 'status',
    status: 500,
    at: 'before',
    probability: 0.015,
  },
  { ...often, route: 'contents.add', kind: 'status', status: 500, at: 'after', probability: 0.015 },
  { ...often, route: 'contents.add', kind: 'status', status: 503, probability: 0.015 },
  {
    ...often,
    route: 'contents.add',
    kind: 'status',
    status: 503,
    at: 'after',
    retryAfter: 1,
    probability: 0.005,
  },
  { ...often, route: 'contents.add', kind: 'status', status: 502, at: 'after', probability: 0.005 },
  { ...often, route: 'contents.add', kind: 'status', status: 401, probability: 0.01 },
  { ...often, route: 'contents.add', kind: 'token-revoked', probability: 0.01 },
  { ...often, route: 'contents.add', kind: 'html', status: 502, probability: 0.003 },
  // Late.
  { ...often, route: 'contents.add', kind: 'delay', ms: 5000, at: 'before', probability: 0.015 },
  { ...often, route: 'contents.add', kind: 'delay', ms: 5000, at: 'after', probability: 0.015 },

  { ...often, route: 'contents.query', kind: 'reset', at: 'before', probability: 0.01 },
  { ...often, route: 'contents.query', kind: 'reset', at: 'after', probability: 0.01 },
  { ...often, route: 'contents.query', kind: 'truncate', probability: 0.01 },
  { ...often, route: 'contents.query', kind: 'status', status: 500, probability: 0.01 },
  { ...often, route: 'contents.query', kind: 'status', status: 503, probability: 0.01 },
  { ...often, route: 'contents.query', kind: 'status', status: 401, probability: 0.005 },
  { ...often, route: 'contents.query', kind: 'nonsense', probability: 0.005 },
  { ...often, route: 'contents.query', kind: 'html', probability: 0.005 },
  { ...often, route: 'contents.query', kind: 'empty', probability: 0.003 },
  { ...often, route: 'contents.query', kind: 'hang', probability: 0.002 },
  { ...often, route: 'contents.query', kind: 'delay', ms: 5000, probability: 0.01 },

  { ...often, route: 'typing', kind: 'reset', at: 'before', probability: 0.02 },
  { ...often, route: 'typing', kind: 'delay', ms: 5000, probability: 0.02 },
  { ...often, route: 'typing', kind: 'status', status: 500, probability: 0.02 },

  { ...often, route: 'sessions.create', kind: 'reset', at: 'before', probability: 0.03 },
  { ...often, route: 'sessions.create', kind: 'reset', at: 'after', probability: 0.03 },
  { ...often, route: 'sessions.create', kind: 'status', status: 503, probability: 0.03 },
  { ...often, route: 'sessions.delete', kind: 'reset', at: 'after', probability: 0.05 },
  { ...often, route: 'token', kind: 'status', status: 500, probability: 0.03 },
  { ...often, route: 'token', kind: 'reset', at: 'before', probability: 0.03 },

  // A balancer's other node that has no application, and an application that is being replaced.
  {
    ...often,
    route: 'contents.add',
    kind: 'application-away',
    keepTokens: true,
    probability: 0.004,
  },
  {
    ...often,
    route: 'contents.query',
    kind: 'application-away',
    keepTokens: true,
    probability: 0.004,
  },
  { ...often, kind: 'application-away', ms: 8000, probability: 0.0005 },
  { ...often, kind: 'application-away', ms: 45_000, probability: 0.00008 },
  // A full accept queue: who has given up waiting there is carried out all the same.
  { ...often, route: 'contents.add', kind: 'late-accept', ms: 12_000, probability: 0.001 },
  { ...often, route: 'contents.add', kind: 'late-accept', ms: 45_000, probability: 0.0015 },

  { ...often, kind: 'restart', keepSessions: true, downMs: 3000, probability: 0.0006 },
]
