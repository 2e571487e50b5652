// Turns what a phase left behind into numbers. A phase that ended badly never counts as nothing.
import { existsSync, readFileSync } from 'node:fs';

export const sum = (counts) =>
  counts.reduce(
    (total, { passed, failed, skipped }) => ({
      passed: total.passed + passed,
      failed: total.failed + failed,
      skipped: total.skipped + skipped,
    }),
    { passed: 0, failed: 0, skipped: 0 },
  );

export const one = (succeeded) => ({ passed: succeeded ? 1 : 0, failed: succeeded ? 0 : 1, skipped: 0 });

/** Counts of Jest's --json report; a file that could not even be loaded counts as one failed test. */
export function jestCounts(reportFile, succeeded) {
  if (!existsSync(reportFile)) return one(false);
  const report = JSON.parse(readFileSync(reportFile, 'utf8'));
  const counts = {
    passed: report.numPassedTests,
    failed: report.numFailedTests + report.numRuntimeErrorTestSuites,
    skipped: report.numPendingTests + report.numTodoTests,
  };
  return atLeastOneFailure(counts, succeeded);
}

/** A journey written with node:test reports its tests as TAP; any other script is one test by its exit code. */
export function journeyCounts(output, succeeded) {
  const number = (word) => Number(new RegExp(`^(?:#|ℹ) ${word} (\\d+)$`, 'm').exec(output)?.[1] ?? 0);
  const counts = {
    passed: number('pass'),
    failed: number('fail') + number('cancelled'),
    skipped: number('skipped') + number('todo'),
  };
  if (counts.passed + counts.failed + counts.skipped === 0) return one(succeeded);
  return atLeastOneFailure(counts, succeeded);
}

const atLeastOneFailure = (counts, succeeded) => (succeeded || counts.failed > 0 ? counts : { ...counts, failed: 1 });
