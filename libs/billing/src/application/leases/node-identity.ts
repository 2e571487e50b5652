import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';

/** The name of this process among the nodes of its database. */
@Injectable()
export class NodeIdentity {
  readonly id: string = randomUUID();
}
