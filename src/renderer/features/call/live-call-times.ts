/** No word from the server, milliseconds after the INVITE: the connection may be dead. */
export const QUIET_SERVER_MS = 3000
/** And over a new one neither. */
export const SILENT_SERVER_MS = 10_000
/** A peer that sends nothing was asked so long ago at most, milliseconds. */
export const PROBED_MS = 12_000
/** No way for sound and picture, milliseconds after the answer. */
export const NO_MEDIA_MS = 10_000
/** Somebody else answered than was heard before: after this time the way to them is looked for anew, milliseconds. */
export const ELSEWHERE_MS = 500
/** The connection came back while it rang: without an answer in this time the call is dialled again. */
export const RESUME_MS = 3000
/** How long to keep trying to send BYE, milliseconds. */
export const FAREWELL_MS = 35_000
