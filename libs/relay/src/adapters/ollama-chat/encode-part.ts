import type { DocumentPart, ImagePart, Part } from '../../model/content';
import type { Loss } from '../../model/loss';
import { loseMarks } from '../lose-marks';
import { readDocumentText, unfoldSource, whyNoBytes } from '../read-media';
import { DIALECT } from './ollama-chat.wire';

/** What a message says: texts that become one, and pictures beside it. */
export interface Content {
  texts: string[];
  images: string[];
}

/** Adds a part that is neither call, result nor thinking. */
export function encodePart(part: Part, path: string, content: Content, losses: Loss[]): void {
  loseMarks(part, path, DIALECT, losses);
  const lose = (reason: string): void => {
    losses.push({ field: path, reason });
  };
  switch (part.type) {
    case 'text':
    case 'refusal':
      if (part.text !== '') content.texts.push(part.text);
      return;
    case 'image':
      return addImage(part, content, lose);
    case 'document':
      return addDocument(part, path, content, losses, lose);
    case 'redacted-thinking':
      return lose('hidden thinking of another provider');
    case 'opaque':
      return lose('only its own protocol knows it');
    default:
      lose(`${part.type} is not read here`);
  }
}

function addImage(part: ImagePart, content: Content, lose: (reason: string) => void): void {
  const source = unfoldSource(part.source);
  if (source.kind === 'base64') content.images.push(source.data);
  else lose(whyNoBytes(source));
}

/** Documents are text here, under their title. */
function addDocument(
  part: DocumentPart,
  path: string,
  content: Content,
  losses: Loss[],
  lose: (reason: string) => void,
): void {
  const text = readDocumentText(part);
  if (text === undefined) {
    lose('documents are text here');
    return;
  }
  content.texts.push([part.title, part.context, text].filter((line) => line !== undefined && line !== '').join('\n'));
  if (part.wantsCitations === true) losses.push({ field: `${path}.citations`, reason: 'answers do not cite here' });
}
