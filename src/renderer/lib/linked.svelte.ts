/** What a link from outside has chosen for a screen that is about to open; taken once. */
class Linked {
  /** Key of a topic of the policy. */
  topic = $state<string>()
}

export const linked = new Linked()
