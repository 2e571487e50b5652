import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

const TICK_US = 1_000_000 / Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));

/** The process and everything it started. */
export function processTree(pid) {
  const tree = [pid];
  for (const task of entries(`/proc/${pid}/task`)) {
    const children = read(`/proc/${pid}/task/${task}/children`).trim();
    for (const child of children === '' ? [] : children.split(' ')) tree.push(...processTree(Number(child)));
  }
  return tree;
}

/** CPU time of all threads of these processes since they started. */
export function cpuUs(pids) {
  return pids.reduce((sum, pid) => sum + ticks(pid, 11, 13) * TICK_US, 0);
}

/** CPU time of this process and of all programs that it started and that have ended. */
export function ownCpuUs() {
  return ticks(process.pid, 11, 15) * TICK_US;
}

/** CPU time that anything on the machine used. */
export function machineCpuUs() {
  const [user, nice, system, , , irq, softirq, steal] = read('/proc/stat').split('\n')[0].trim().split(/\s+/).slice(1);
  return [user, nice, system, irq, softirq, steal].reduce((sum, value) => sum + Number(value), 0) * TICK_US;
}

export function rssMb(pids) {
  const kilobytes = pids.map((pid) => Number(/^VmRSS:\s+(\d+)/m.exec(read(`/proc/${pid}/status`))?.[1] ?? 0));
  return kilobytes.reduce((sum, value) => sum + value, 0) / 1024;
}

export function loadAverage() {
  return Number(read('/proc/loadavg').split(' ')[0]);
}

// The program's name, which may hold blanks, stands in brackets before the figures.
function ticks(pid, from, to) {
  const stat = read(`/proc/${pid}/stat`);
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields.slice(from, to).reduce((sum, value) => sum + Number(value), 0);
}

function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function entries(path) {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}
