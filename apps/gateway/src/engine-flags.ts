import { setFlagsFromString } from 'node:v8';

// Imported first. V8 watches at start which objects outlive a collection, and from then on makes their like in the old
// generation. Here those are the objects of a call: a burst of calls looks like long life to it. From then on every call
// leaves garbage that only a full collection takes, together with all the young objects it points to: measured, a quarter of
// the CPU time of a relayed call and four times its p99 (docs/benchmarks.md).
setFlagsFromString('--no-allocation-site-pretenuring');
