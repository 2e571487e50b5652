import type { Loss } from '../../model/loss';
import type { RequestTarget } from '../codec';
import type { ToolNames } from '../tool-names';
import type { Fields } from './cohere-chat.wire';
import type { ModelTraits } from './model-traits';

/** What messages are written for. */
export interface MessageContext {
  target: RequestTarget;
  traits: ModelTraits;
  names: ToolNames;
  /** Documents stand beside the conversation, where answers can cite them. */
  documents: Fields[];
  losses: Loss[];
}
