import type first from '../../../resources/locales/en.json'
import type further from '../../../resources/locales/features/more-en.json'
import type { KeyOf } from '../../contract/texts.ts'

/** Every key there is, from the English files; a plural is named without its ending. */
export type TextKey = KeyOf<typeof first> | KeyOf<typeof further>

/** Words that are put into a text; `count` chooses the plural. */
export type Values = Readonly<Record<string, string | number>>
