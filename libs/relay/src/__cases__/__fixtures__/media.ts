import type { Dialect } from '../../model/dialect';
import type { Wire } from './speech';

const PNG = 'iVBORw0KGgoAAAANSUhEUg==';
const PDF = 'JVBERi0xLjcKJcfs';
const WAV = 'UklGRiQAAABXQVZF';
const MP4 = 'AAAAIGZ0eXBpc29t';

/** What stands for the file in each form. */
export const TRACES = {
  image: PNG,
  imageUrl: 'https://pictures.example/a.png',
  imageFile: 'file-picture',
  document: PDF,
  documentUrl: 'https://papers.example/a.pdf',
  audio: WAV,
  video: MP4,
} as const;
export type Media = keyof typeof TRACES;

/** Parts of a user's message as vendors document them; absent = the dialect has no such part. */
export const MEDIA: Readonly<Record<Dialect, Partial<Record<Media, Wire>>>> = {
  'openai-chat': {
    image: { type: 'image_url', image_url: { url: `data:image/png;base64,${PNG}` } },
    imageUrl: { type: 'image_url', image_url: { url: TRACES.imageUrl } },
    document: { type: 'file', file: { filename: 'a.pdf', file_data: `data:application/pdf;base64,${PDF}` } },
    audio: { type: 'input_audio', input_audio: { data: WAV, format: 'wav' } },
    video: { type: 'video_url', video_url: { url: `data:video/mp4;base64,${MP4}` } },
  },
  'openai-responses': {
    image: { type: 'input_image', detail: 'auto', image_url: `data:image/png;base64,${PNG}` },
    imageUrl: { type: 'input_image', detail: 'auto', image_url: TRACES.imageUrl },
    imageFile: { type: 'input_image', detail: 'auto', file_id: TRACES.imageFile },
    document: { type: 'input_file', filename: 'a.pdf', file_data: `data:application/pdf;base64,${PDF}` },
    documentUrl: { type: 'input_file', file_url: TRACES.documentUrl },
  },
  'anthropic-messages': {
    image: { type: 'image', source: { type: 'base64', media_type: 'image/png', data: PNG } },
    imageUrl: { type: 'image', source: { type: 'url', url: TRACES.imageUrl } },
    imageFile: { type: 'image', source: { type: 'file', file_id: TRACES.imageFile } },
    document: { type: 'document', source: { type: 'base64', media_type: 'application/pdf', data: PDF } },
    documentUrl: { type: 'document', source: { type: 'url', url: TRACES.documentUrl } },
  },
  'gemini-generate': {
    image: { inlineData: { mimeType: 'image/png', data: PNG } },
    document: { inlineData: { mimeType: 'application/pdf', data: PDF } },
    audio: { inlineData: { mimeType: 'audio/wav', data: WAV } },
    video: { inlineData: { mimeType: 'video/mp4', data: MP4 } },
  },
};

/** A question with this part behind its text. */
export function asking(dialect: Dialect, part: Wire): Wire {
  switch (dialect) {
    case 'openai-responses':
      return { input: [{ role: 'user', content: [{ type: 'input_text', text: 'look' }, part] }] };
    case 'gemini-generate':
      return { contents: [{ role: 'user', parts: [{ text: 'look' }, part] }] };
    default:
      return { messages: [{ role: 'user', content: [{ type: 'text', text: 'look' }, part] }] };
  }
}
