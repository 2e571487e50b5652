import type { CustomTool } from '../model/chat-request';
import type { Loss } from '../model/loss';
import { asObject } from './read-json';
import { TEXT_INPUT } from './tool-names';

/** Parameters of the function that stands for a tool of free text. */
export const TEXT_SCHEMA = Object.freeze({
  type: 'object',
  properties: { [TEXT_INPUT]: { type: 'string' } },
  required: [TEXT_INPUT],
});

/** Description of that function. A grammar can only be told, not enforced. */
export function describeTextTool(tool: CustomTool, path: string, losses: Loss[]): string | undefined {
  const format = asObject(tool.format);
  if (format?.['type'] !== 'grammar') return tool.description === '' ? undefined : tool.description;
  losses.push({ field: `${path}.format`, reason: 'the grammar is told to the model but not enforced' });
  const grammar = `The input follows this grammar: ${JSON.stringify(format)}`;
  return [tool.description, grammar].filter((text) => text !== undefined && text !== '').join('\n\n');
}
