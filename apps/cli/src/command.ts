/** One thing that an operator can ask for; each has a file of its own in `commands/` and a place in the list of `main.ts`. */
export interface Command {
  /** The words that call it, e.g. `ledger verify`. */
  readonly name: string;
  /** Its flags, as the overview shows them. */
  readonly usage: string;
  readonly summary: string;
  /** `args` are those after the name. Resolves with the exit code; throws UsageError when it does not understand them. */
  run(args: readonly string[], print: (line: string) => void): Promise<number>;
}

/** The words after `npm run cli --` make no sense. */
export class UsageError extends Error {}
