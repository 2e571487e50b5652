import { CASES, EVENT_WIRE_BYTES, warmUpOf } from './cases.mjs';
import { measureEventBytes } from './event-bytes.mjs';
import { drive, warmUp } from './load.mjs';
import { cpuUs, loadAverage, machineCpuUs, ownCpuUs, rssMb } from './process-figures.mjs';

/** One case on one started variant. `upstreamPids` are for telling our own CPU time from other people's. */
export async function measureCase(name, target, { isQuick, upstreamPids }) {
  const { seconds, quickSeconds, ...load } = CASES[name];
  await warmUp(target, warmUpOf(load));
  const eventBytes = load.caller === undefined ? EVENT_WIRE_BYTES : await measureEventBytes(target, load);
  const pids = target.pids();
  const ours = [...new Set([...pids, ...upstreamPids])];
  const idleRssMb = rssMb(pids);
  const before = { cpuUs: cpuUs(pids), oursUs: cpuUs(ours) + ownCpuUs(), machineUs: machineCpuUs() };
  const startedAtMs = performance.now();
  const peak = watchPeakRss(pids);
  const result = await drive(target, { ...load, seconds: isQuick ? quickSeconds : seconds });
  const peakRssMb = peak.stop();
  const wallUs = (performance.now() - startedAtMs) * 1000;
  const usedUs = cpuUs(pids) - before.cpuUs;
  const othersUs = machineCpuUs() - before.machineUs - (cpuUs(ours) + ownCpuUs() - before.oursUs);
  return {
    ...result,
    ...(load.isPaced ? streamFigures(result, usedUs, eventBytes) : requestFigures(result, usedUs)),
    ...(load.isPaced && { memoryKbPerStream: ((peakRssMb - idleRssMb) * 1024) / load.connections }),
    cpuShare: usedUs / wallUs,
    peakRssMb,
    otherCores: Math.max(0, othersUs / wallUs),
    loadAverage: loadAverage(),
  };
}

function requestFigures({ requests, durationUs }, usedUs) {
  const cpuUsPerRequest = usedUs / requests;
  return {
    requestsPerSecond: (requests / durationUs) * 1_000_000,
    cpuUsPerRequest,
    requestsPerSecondPerCore: 1_000_000 / cpuUsPerRequest,
  };
}

// Streams that were cut off at the end delivered events too: bytes count them, requests would not.
function streamFigures({ bytes, durationUs }, usedUs, eventBytes) {
  const events = bytes / eventBytes;
  const cpuUsPerEvent = usedUs / events;
  return {
    eventsPerSecond: (events / durationUs) * 1_000_000,
    cpuUsPerEvent,
    eventsPerSecondPerCore: 1_000_000 / cpuUsPerEvent,
  };
}

function watchPeakRss(pids) {
  let peakRssMb = rssMb(pids);
  const look = () => (peakRssMb = Math.max(peakRssMb, rssMb(pids)));
  const timer = setInterval(look, 250);
  return {
    stop: () => {
      clearInterval(timer);
      return look();
    },
  };
}
