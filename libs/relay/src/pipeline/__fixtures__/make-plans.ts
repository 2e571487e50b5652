import { SystemClock, type Clock } from '@app/kernel';
import { EgressGuard } from '@app/platform';
import { NOTHING_FETCHED } from '../../media/__fixtures__/nothing-fetched';
import { GoogleAccessTokens } from '../../transport/google-access-tokens';
import { CallProofs } from '../../proofs/call-proofs';
import { ProofIssuers } from '../../proofs/proof-issuers';
import { FinishPlan } from '../finish-plan';
import { PlanAttempt } from '../plan-attempt';
import { PlanByConversion } from '../plan-by-conversion';
import { PlanNatively } from '../plan-natively';
import { PreparedUpstreams } from '../prepared-upstreams';

/** Plans as the module puts them together, for callers who name no files by address. */
export function makePlans(clock: Clock = new SystemClock(), egress = new EgressGuard([])): PlanAttempt {
  const proofs = new CallProofs(new ProofIssuers());
  const upstreams = new PreparedUpstreams();
  const last = new FinishPlan(new GoogleAccessTokens(egress, clock), clock);
  return new PlanAttempt(
    new PlanNatively(upstreams, last, proofs, clock),
    new PlanByConversion(upstreams, last, NOTHING_FETCHED, proofs, clock),
    proofs,
  );
}
