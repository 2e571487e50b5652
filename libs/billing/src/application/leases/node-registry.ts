import { Injectable, Logger } from '@nestjs/common';
import { AppConfig } from '@app/platform';
import { HEARTBEAT_STALE_SECONDS, NodeRepository } from '../../persistence/node.repository';
import type { NodeEntity, NodeKind } from '../../persistence/node.entity';
import { NodeIdentity } from './node-identity';

const HEARTBEAT_MS = 5_000;
/** A node that could not say that it lives for so long reserves nothing: soon the others take it for dead. */
const FENCE_MS = 20_000;
const LOOK_MS = 250;
/** A predecessor that is ending gets its SHUTDOWN_GRACE and so long for writing the money. */
const ENDING_EXTRA_MS = 15_000;

/** The gateway may not serve beside those that are there. */
export class NodeConflictError extends Error {}

/** This process among the nodes of its database. */
@Injectable()
export class NodeRegistry {
  private readonly logger = new Logger('Nodes');
  private timer: NodeJS.Timeout | undefined;
  private kind: NodeKind | undefined;
  private lastBeatMs = -Infinity;
  private live = 1;
  private displaced = false;
  private readonly onLost: (() => Promise<void>)[] = [];

  constructor(
    private readonly nodes: NodeRepository,
    private readonly identity: NodeIdentity,
    private readonly config: AppConfig,
  ) {}

  /** Gateways that live, this one included. */
  get liveCount(): number {
    return this.live;
  }

  /** Whether the others can know that this node lives; only then it may spend what it borrowed. */
  get isRecognized(): boolean {
    return performance.now() - this.lastBeatMs < FENCE_MS && !this.displaced;
  }

  /** It was silent, and meanwhile another gateway started that spends the same balances in another way. */
  get isDisplaced(): boolean {
    return this.displaced;
  }

  /** `lost`: what to do when the others gave this node up: what it knows of balances, slices and windows is old. */
  whenLost(lost: () => Promise<void>): void {
    this.onLost.push(lost);
  }

  /**
   * Enters the table. A gateway waits for a predecessor that is ending, and for one that is dead to be known as such; it fails
   * with NodeConflictError while another lives that shares a balance with it in another way.
   */
  async join(kind: NodeKind): Promise<void> {
    this.kind = kind;
    await this.enter('starting');
    try {
      if (kind === 'gateway') await this.waitForOthers();
      await this.nodes.setState(this.identity.id, 'serving');
    } catch (error) {
      await this.nodes.remove(this.identity.id);
      throw error;
    }
    this.lastBeatMs = performance.now();
    await this.beat();
    this.timer = setInterval(() => void this.beat(), HEARTBEAT_MS);
    this.timer.unref();
  }

  /** This process takes no new calls: a successor may wait for it. */
  announceEnd(): void {
    if (this.kind === undefined) return;
    this.nodes
      .setState(this.identity.id, 'ending')
      .catch((error: Error) => this.logger.warn(`The end could not be announced: ${error.message}`));
  }

  async leave(): Promise<void> {
    clearInterval(this.timer);
    if (this.kind === undefined) return;
    this.kind = undefined;
    await this.nodes.remove(this.identity.id);
  }

  /** Leaves the row to whoever replays the journal: there is something in it. */
  abandon(): void {
    clearInterval(this.timer);
    this.kind = undefined;
  }

  private async enter(state: 'starting' | 'serving'): Promise<void> {
    await this.nodes.insert({ id: this.identity.id, kind: this.kind!, state, walletMode: this.config.walletMode });
  }

  /** Says that this node lives, and finds out whether the others believed it all the time. */
  async beat(): Promise<void> {
    const startedMs = performance.now();
    try {
      const isKnown = await this.nodes.beat(this.identity.id);
      if (this.kind === undefined) return;
      if (!isKnown) {
        this.logger.warn('The other nodes took this one for dead; it begins anew');
        for (const lost of this.onLost) await lost();
        await this.enter('serving');
      }
      const live = await this.nodes.liveGateways();
      this.live = Math.max(1, live.length);
      const wasSilent = startedMs - this.lastBeatMs > HEARTBEAT_STALE_SECONDS * 1000;
      if (this.kind === 'gateway' && (wasSilent || this.displaced)) await this.makeWay(live);
      this.lastBeatMs = startedMs;
    } catch (error) {
      this.logger.error(`No heartbeat: ${(error as Error).message}`);
    }
  }

  /** A paused process, or one that was cut off, may come back when a successor has started: two must not spend one balance. */
  private async makeWay(live: readonly NodeEntity[]): Promise<void> {
    const self = live.find((node) => node.id === this.identity.id);
    const successor = live.find((node) => this.isInTheWay(node) && (node.state !== 'displaced' || isLater(node, self)));
    const isSame = this.displaced === (successor !== undefined);
    // Where one owns all balances, a successor may have come and gone while this one was silent; slices are nobody else's.
    if (successor === undefined && (!isSame || this.config.walletMode === 'owned')) {
      // Until that is done this node knows only what was there before the successor.
      for (const lost of this.onLost) await lost();
    }
    if (isSame) return;
    if (successor !== undefined) this.logger.error(displacedText(successor));
    this.displaced = successor !== undefined;
    await this.nodes.setState(this.identity.id, this.displaced ? 'displaced' : 'serving');
  }

  private async waitForOthers(): Promise<void> {
    const startedMs = performance.now();
    const firstSeen = new Map<string, number>();
    const endingMs = this.config.relay.shutdownGraceSeconds * 1000 + ENDING_EXTRA_MS;
    let hasTold = false;
    for (;;) {
      const all = await this.nodes.liveGateways();
      const self = all.find((node) => node.id === this.identity.id);
      const others = all.filter((node) => this.isInTheWay(node));
      if (others.length === 0) return;
      for (const other of others) {
        const seen = firstSeen.get(other.id) ?? other.heartbeatAt;
        firstSeen.set(other.id, seen);
        const waitedMs = performance.now() - startedMs;
        // One that does not go on is old soon, and no longer among these then.
        const lives = other.heartbeatAt > seen;
        if (other.state === 'ending' ? waitedMs > endingMs : lives && !isJunior(other, self))
          throw new NodeConflictError(conflictText(other, this.config.walletMode));
      }
      if (!hasTold) this.logger.warn(waitText(others[0]!));
      hasTold = true;
      await this.nodes.beat(this.identity.id);
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
  }

  private isInTheWay(other: NodeEntity): boolean {
    if (other.id === this.identity.id) return false;
    return this.config.walletMode === 'owned' || other.walletMode === 'owned';
  }
}

/** Of two that start at once the one that comes first by time and id stays; the other finds that out by itself. */
function isJunior(other: NodeEntity, self: NodeEntity | undefined): boolean {
  return self !== undefined && other.state === 'starting' && isLater(other, self);
}

/** Of nodes that are all displaced the one that came last goes on: it knows most. */
function isLater(other: NodeEntity, self: NodeEntity | undefined): boolean {
  if (self === undefined) return true;
  return other.startedAt > self.startedAt || (other.startedAt === self.startedAt && other.id > self.id);
}

function describe({ id, host, walletMode }: NodeEntity): string {
  return `${host} (${id}, WALLET_MODE=${walletMode})`;
}

function waitText(other: NodeEntity): string {
  return `Another gateway works on this database, waiting for its end: ${describe(other)} / 另一网关正在使用此数据库，等待其结束：${describe(other)}`;
}

function displacedText(other: NodeEntity): string {
  return `This gateway was silent, and another one took its place: ${describe(other)}. It takes no calls while that one lives. / 本网关曾失去心跳，其位置已由另一网关接替：${describe(other)}。接替者运行期间本网关不接受调用。`;
}

function conflictText(other: NodeEntity, mode: string): string {
  return [
    `Another gateway works on this database: ${describe(other)}. This one has WALLET_MODE=${mode}, and together they could spend a balance twice. Stop the other one, or set WALLET_MODE=leased on all of them.`,
    `另一网关正在使用此数据库：${describe(other)}。本网关的 WALLET_MODE=${mode}，同时运行可能重复花费同一余额。请停止另一网关，或将所有网关设为 WALLET_MODE=leased。`,
  ].join('\n');
}
