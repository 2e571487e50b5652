import { BEDROCK_PROFILE } from './aws-bedrock/bedrock-profile';
import { AZURE_PROFILE } from './azure-openai/azure-profile';
import { COHERE_PROFILE } from './cohere-profile';
import { VERTEX_PROFILE } from './google-vertex/vertex-profile';
import { OLLAMA_PROFILE } from './ollama-profile';
import { PLAIN_PROFILE } from './plain-profile';
import type { UpstreamProfile } from './upstream-profile';

/** Channel types whose upstreams are not called as their dialect's owner is; see docs/glossary.md for the numbers. */
const PROFILES: ReadonlyMap<number, UpstreamProfile> = new Map([
  [3, AZURE_PROFILE],
  [33, OLLAMA_PROFILE],
  [35, BEDROCK_PROFILE],
  [37, COHERE_PROFILE],
  [42, VERTEX_PROFILE],
]);

export function profileOf(type: number): UpstreamProfile {
  return PROFILES.get(type) ?? PLAIN_PROFILE;
}
