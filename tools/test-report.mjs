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

/** Counts the TAP lines of a journey that stand at the margin; a script without any is one test by its exit code. */
export function journeyCounts(output, succeeded) {
  const lines = output.split('\n').filter((line) => /^(not )?ok \d+/.test(line));
  const isSkipped = (line) => /# (SKIP|TODO)\b/i.test(line);
  const counts = {
    passed: lines.filter((line) => line.startsWith('ok') && !isSkipped(line)).length,
    failed: lines.filter((line) => line.startsWith('not ok') && !isSkipped(line)).length,
    skipped: lines.filter(isSkipped).length,
  };
  return lines.length === 0 ? one(succeeded) : atLeastOneFailure(counts, succeeded);
}

const atLeastOneFailure = (counts, succeeded) => (succeeded || counts.failed > 0 ? counts : { ...counts, failed: 1 });
