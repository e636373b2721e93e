/** Which of several looks a state is shown in this time. */
export interface Turns<Look> {
  of(looks: readonly Look[]): readonly Look[]
}

/**
 * Each state of a screen is looked at in each layout. Themes and languages take turns there, so that each is seen on
 * many states; `npm run campaign -- pictures` shows every state in all of them (`CALLPOINT_LOOKS=all`). `first` is the
 * place of the look to begin with.
 */
export function takeTurns<Look>(first = 0): Turns<Look> {
  let turn = first
  return {
    of(looks) {
      if (process.env['CALLPOINT_LOOKS'] === 'all') return looks
      const look = looks[turn % looks.length]
      turn += 1
      return look === undefined ? [] : [look]
    },
  }
}
