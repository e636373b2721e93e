import { contract } from '../../contract/contract.ts'
import { parsersOf } from '../../contract/define.ts'

/** What main lets in: the parser of each call, by its full name. */
export const inputs = parsersOf(contract)
