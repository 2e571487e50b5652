import { setFlagsFromString } from 'node:v8';

// Imported first. Two habits of V8's collector that do not suit a relay, where thousands of objects a second live for
// milliseconds (figures in docs/benchmarks.md):
//
// It watches at start which objects outlive a collection, and from then on makes their like in the old generation. A burst of
// calls looks like long life to it; every later call then leaves garbage that only a full collection takes, together with all
// the young objects it points to. That was a quarter of the CPU time of a call and four times its p99.
setFlagsFromString('--no-allocation-site-pretenuring');
// It wakes helper threads for every young collection. Hardly anything survives one here, so waking costs more than it saves.
setFlagsFromString('--no-parallel-scavenge');
