import type { ImagePart, Part } from '../../model/content';
import { asString } from '../read-json';
import { keepNotes, splitItem } from './carry-notes';
import { decodeMessageItem } from './decode-input';
import { decodeItem, keepOpaque } from './decode-item';
import { attachSignatures } from './map-reasoning-item';
import type { Fail, WireItem } from './openai-responses.wire';
import { needItem, needList } from './read-wire';

/** The items of an answer; one of next year is kept for those who know it. */
export function decodeOutput(value: unknown, fail: Fail): Part[] {
  const parts = needList(value, 'output', fail).flatMap((entry, index) => {
    const path = `output[${index}]`;
    return decodeOutputItem(needItem(entry, path, fail), path, fail);
  });
  return attachSignatures(parts);
}

function decodeOutputItem(wire: WireItem, path: string, fail: Fail): Part[] {
  switch (wire.type) {
    case 'message': {
      const { parts } = decodeMessageItem(wire, 'assistant', path, fail);
      return parts.length > 0 ? parts : [keepOpaque(wire)];
    }
    case 'function_call':
    case 'custom_tool_call':
    case 'reasoning':
      return [decodeItem(wire, path, fail).part];
    case 'image_generation_call': {
      const source = readGeneratedImage(wire);
      if (source === undefined) return [keepOpaque(wire)];
      const { fields, item } = splitItem(wire, new Set(['type', 'result']));
      return [keepNotes<ImagePart>({ type: 'image', source }, fields, { item, type: wire.type })];
    }
    default:
      return [keepOpaque(wire)];
  }
}

export function readGeneratedImage(wire: WireItem): { kind: 'base64'; mediaType: string; data: string } | undefined {
  const data = wire.type === 'image_generation_call' ? asString(wire['result']) : undefined;
  if (data === undefined) return undefined;
  return { kind: 'base64', mediaType: `image/${asString(wire['output_format']) ?? 'png'}`, data };
}
