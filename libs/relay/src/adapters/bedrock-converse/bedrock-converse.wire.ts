/**
 * Shapes of Bedrock's Converse and ConverseStream, as loose as strangers' JSON is. Readers check each field, writers fill
 * these. Bytes are base64 in JSON. Reference: https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html
 */
export const DIALECT = 'bedrock-converse';

export type Fields = Record<string, unknown>;

/** One member says what it is: text, image, toolUse, cachePoint, … */
export type WireBlock = Fields;

export interface WireMessage extends Fields {
  role: 'user' | 'assistant';
  content: WireBlock[];
}
