import type { Delivery } from '../../../src/contract/chat.ts'

/** What a screen says of one of the customer's messages. */
export interface Told {
  /** Id of the message, the same for as long as it is shown. */
  readonly id: string
  readonly session: string
  readonly text: string
  readonly delivery: Delivery
}

/** What can be known beside the screen: by the centre, and by the wire. */
export interface Facts {
  /** The texts of the customer that the centre holds in this session, now. */
  holds(session: string): readonly string[]
  /** Whether who says this can hold it possible that a byte of the message has left. */
  mayHaveLeft(told: Told): boolean
}

/**
 * Holds what a customer reads below each message, at any moment, against what the centre holds then.
 * It knows nothing of how the product comes to say so: "sent" and "delivered" are true where the
 * centre holds the message, "not delivered" where it does not, "unknown" only where bytes may have
 * left; "sending" claims nothing. Of texts that repeat, their numbers are compared.
 */
export interface ToldJudge {
  /** The screen says this from now on. */
  say(told: Told): void
  /** A screen shows so many of a session's messages as sent or delivered. */
  shows(session: string, count: number): void
  /** Something is there now that was not: what has been said before is looked at again. */
  look(session: string): void
  /** The last word on each message. */
  last(id: string): Delivery | undefined
  /** One line for each statement that was wrong. */
  readonly wrong: readonly string[]
}

export function createToldJudge(facts: Facts): ToldJudge {
  const said = new Map<string, Told>()
  const wrong = new Map<string, string>()

  function blame(told: Told, why: string): void {
    const key = `${told.session} ${told.id} ${told.delivery}`
    if (wrong.has(key)) return
    wrong.set(key, `"${told.text.slice(0, 30)}" was called ${told.delivery}: ${why}`)
  }

  function compare(all: readonly Told[], held: number): void {
    const claimed = all.filter(isClaimed)
    const failed = all.filter(({ delivery }) => delivery === 'failed')
    const [newest, refused] = [claimed.at(-1), failed.at(-1)]
    if (newest && claimed.length > held) {
      blame(newest, `the centre holds ${held} of ${claimed.length}`)
    }
    if (refused && held > all.length - failed.length) blame(refused, 'the centre holds it')
    for (const told of all) {
      if (told.delivery === 'unknown' && !facts.mayHaveLeft(told)) {
        blame(told, 'nothing has left')
      }
    }
  }

  function look(session: string): void {
    const texts = new Map<string, Told[]>()
    for (const told of said.values()) {
      if (told.session !== session) continue
      texts.set(told.text, [...(texts.get(told.text) ?? []), told])
    }
    const held = facts.holds(session)
    for (const [text, all] of texts) compare(all, held.filter((each) => each === text).length)
  }

  return {
    say(told) {
      const before = said.get(told.id)
      if (before?.delivery === told.delivery) return
      // Put last: of equal texts the newest word is the one to blame.
      said.delete(told.id)
      said.set(told.id, told)
      look(told.session)
    },
    shows(session, count) {
      const held = facts.holds(session).length
      if (count <= held) return
      const line = `${count} messages were shown as arrived, the centre holds ${held}`
      wrong.set(`${session} ${line}`, line)
    },
    look,
    last: (id) => said.get(id)?.delivery,
    get wrong() {
      return [...wrong.values()]
    },
  }
}

function isClaimed({ delivery }: Told): boolean {
  return delivery === 'sent' || delivery === 'delivered'
}
