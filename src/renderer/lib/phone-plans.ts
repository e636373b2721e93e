/*
 * The numbering plans and what reads numbers by them: loaded by `phone.ts`, and part of no first view.
 */
export { callingCodeOf, COUNTRIES } from '../../phone/plans.ts'
export { readNumber } from '../../phone/reader.ts'
export { spaced } from '../../phone/spaced.ts'
