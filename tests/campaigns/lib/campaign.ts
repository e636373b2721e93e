/** What a campaign is told on its command line. */
export interface CampaignInput {
  /** Everything that is drawn comes from it. */
  readonly seed: number
  /** A whole number above zero given as `--NAME`, or `standard`. Throws Error for anything else. */
  count(name: string, standard: number): number
  /** The text given as `--NAME`. */
  text(name: string): string | undefined
  /** A line of progress, on standard error. */
  say(line: string): void
}

export interface CampaignResult {
  /** The figures: the last line on standard output. */
  readonly line: string
  readonly passed: boolean
}

/** A long, seeded test of its own, run by `npm run campaign -- NAME`. */
export interface Campaign {
  readonly name: string
  /** One line for `--help`. */
  readonly about: string
  /** Names of its options beside `--seed`, each with the word that stands for its value. */
  readonly options: Readonly<Record<string, string>>
  run(input: CampaignInput): Promise<CampaignResult>
}
