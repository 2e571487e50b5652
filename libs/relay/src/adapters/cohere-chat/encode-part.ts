import type { DocumentPart, ImagePart, Part } from '../../model/content';
import { loseMarks } from '../lose-marks';
import { readDocumentText } from '../read-media';
import { DIALECT, type Fields } from './cohere-chat.wire';
import type { MessageContext } from './message-context';

/** A part that is neither call, result nor thinking; documents go beside the conversation. */
export function encodePart(part: Part, path: string, context: MessageContext): Fields[] {
  loseMarks(part, path, DIALECT, context.losses, { detail: true });
  switch (part.type) {
    case 'text':
    case 'refusal':
      return part.text === '' ? [] : [{ type: 'text', text: part.text }];
    case 'image':
      return encodeImage(part, path, context);
    case 'document':
      encodeDocument(part, path, context);
      return [];
    case 'redacted-thinking':
      return lose(context, path, 'hidden thinking of another provider');
    case 'opaque':
      return lose(context, path, 'only its own protocol knows it');
    default:
      return lose(context, path, `${part.type} is not read here`);
  }
}

/** Cohere fetches pictures itself, and takes bytes within a URL. */
function encodeImage(part: ImagePart, path: string, context: MessageContext): Fields[] {
  const { source, detail } = part;
  if (source.kind === 'file') return lose(context, path, 'the file was uploaded to another provider');
  const url = source.kind === 'url' ? source.url : `data:${source.mediaType};base64,${source.data}`;
  return [{ type: 'image_url', image_url: detail === undefined ? { url } : { url, detail } }];
}

/** Answers cite documents whether asked to or not. */
function encodeDocument(part: DocumentPart, path: string, context: MessageContext): void {
  const text = readDocumentText(part);
  if (text === undefined) {
    lose(context, path, 'documents are text here');
    return;
  }
  const data: Fields = {};
  if (part.title !== undefined) data['title'] = part.title;
  if (part.context !== undefined) data['context'] = part.context;
  data['text'] = text;
  context.documents.push({ data });
}

function lose(context: MessageContext, field: string, reason: string): Fields[] {
  context.losses.push({ field, reason });
  return [];
}
