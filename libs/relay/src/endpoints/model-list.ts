import { Injectable } from '@nestjs/common';
import { ChannelSelector } from '@app/channel';
import { AppError } from '@app/kernel';
import type { Caller } from '@app/user';
import { mayUseModel } from '../pipeline/admit-request';

interface ModelObject {
  id: string;
  object: 'model';
  created: number;
  owned_by: string;
  root: string;
  parent: null;
}

/** The ancestors give every model this date; clients only sort by it. */
const CREATED = 1_626_777_600;

const OWNERS: readonly [RegExp, string][] = [
  [/^(gpt-|o[134]|chatgpt|text-|davinci|babbage|whisper|tts|dall-e|omni)/, 'openai'],
  [/^claude/, 'anthropic'],
  [/^(gemini|palm|chat-bison)/, 'google'],
  [/^deepseek/, 'deepseek'],
  [/^(qwen|qwq)/, 'ali'],
  [/^glm/, 'zhipu'],
  [/^(moonshot|kimi)/, 'moonshot'],
  [/^(mistral|mixtral|codestral)/, 'mistralai'],
  [/^grok/, 'xai'],
];

/** The models a key may use, in a stable order. */
@Injectable()
export class ModelList {
  constructor(private readonly selector: ChannelSelector) {}

  all(caller: Caller): { object: 'list'; data: ModelObject[] } {
    return { object: 'list', data: this.names(caller).map(toModelObject) };
  }

  /** Throws 404 `model_not_found` for a model that the key may not use or that nobody serves. */
  one(caller: Caller, id: string): ModelObject {
    if (!this.names(caller).includes(id)) {
      throw new AppError(
        'model_not_found',
        { zh: `模型 '${id}' 不存在`, en: `The model '${id}' does not exist` },
        { status: 404, param: 'model' },
      );
    }
    return toModelObject(id);
  }

  private names(caller: Caller): string[] {
    return this.selector.modelsOf(caller.group).filter((name) => mayUseModel(caller.allowedModels, name));
  }
}

function toModelObject(id: string): ModelObject {
  const owner = OWNERS.find(([pattern]) => pattern.test(id))?.[1] ?? 'custom';
  return { id, object: 'model', created: CREATED, owned_by: owner, root: id, parent: null };
}
