import fc from 'fast-check';
import { Logger } from '@nestjs/common';
import { BillingApp } from '../../../test/harness/billing-app';
import { ENGINES } from '../../../test/harness/test-database';
import { storms } from './support/storm-steps';
import { StormWorld } from './support/storm-world';

/** For each engine; more by hand, e.g. MONEY_STORM_SECONDS=600. */
const SECONDS = Number(process.env['MONEY_STORM_SECONDS'] ?? 15);
/** Of an earlier run, as printed. */
const SEED = Number(process.env['MONEY_STORM_SEED'] ?? Math.floor(Math.random() * 0x7fffffff));

describe.each(ENGINES)(
  'money in a storm on %s (real: database, journal; simulated: death of the process, faults of commits)',
  (engine) => {
    let billing: BillingApp;

    beforeAll(async () => {
      // Of clients whose process died.
      jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
      billing = await BillingApp.start(engine);
    });

    afterAll(async () => {
      await billing.remove();
      jest.restoreAllMocks();
    });

    it(
      'agrees with what 50 clients at once were told, whenever the process dies and commits fail or lose their answer',
      async () => {
        const total = { storms: 0, steps: 0, confirmed: 0, crashes: 0, faults: 0 };
        const property = fc.asyncProperty(storms, async (storm) => {
          const world = new StormWorld(billing, storm, ++total.storms);
          await world.run();
          expect(world.books.errors).toEqual([]);
          expect(await world.differences()).toEqual([]);
          total.steps += world.steps;
          total.confirmed += world.books.confirmed.size;
          total.crashes += world.crashes;
          total.faults += world.planted;
        });
        // A smaller storm would meet other winds: nothing is shrunk.
        const end = performance.now() + SECONDS * 1000;
        for (let seed = SEED; performance.now() < end; seed++) {
          await fc.assert(property, { numRuns: 1, endOnFailure: true, seed });
        }
        process.stdout.write(`${engine}: seed ${SEED}, ${JSON.stringify(total)}\n`);
        expect(total.confirmed).toBeGreaterThan(20);
      },
      SECONDS * 1000 + 60_000,
    );
  },
);
