/** One thing that is wrong with the environment, in words an operator can act on. */
export interface ConfigProblem {
  variable: string;
  /** What is wrong and how to mend it; never the value of a secret. */
  text: string;
}

/** The environment cannot be used. The message lists every problem, so that one restart mends all of them. */
export class ConfigError extends Error {
  constructor(readonly problems: readonly ConfigProblem[]) {
    const lines = problems.map((problem) => `  ${problem.variable}: ${problem.text}`);
    super(`The configuration has ${problems.length === 1 ? 'a problem' : 'problems'}:\n${lines.join('\n')}`);
    this.name = 'ConfigError';
  }
}
