import { Injectable } from '@nestjs/common';
import { ChannelSelector } from '@app/channel';
import { AppError } from '@app/kernel';
import type { Caller } from '@app/user';
import type { Dialect } from '../model/dialect';
import { mayUseModel } from '../pipeline/admit-request';
import { anthropicModels } from './models/anthropic-models';
import { geminiModels } from './models/gemini-models';
import type { ModelWriter } from './models/model-writer';
import { openAiModels } from './models/openai-models';

const WRITERS: Readonly<Record<Dialect, ModelWriter>> = {
  'openai-chat': openAiModels,
  'openai-responses': openAiModels,
  'anthropic-messages': anthropicModels,
  'gemini-generate': geminiModels,
};

/** The models a key may use, in the words of the caller's dialect. */
@Injectable()
export class ModelList {
  constructor(private readonly selector: ChannelSelector) {}

  all(caller: Caller, dialect: Dialect, query: URLSearchParams): object {
    return WRITERS[dialect].list(this.names(caller), query);
  }

  /** Throws 404 `model_not_found` for a model that the key may not use or that nobody serves. */
  one(caller: Caller, dialect: Dialect, name: string): object {
    if (!this.names(caller).includes(name)) {
      throw new AppError(
        'model_not_found',
        { zh: `模型 '${name}' 不存在`, en: `The model '${name}' does not exist` },
        { status: 404, param: 'model' },
      );
    }
    return WRITERS[dialect].one(name);
  }

  /** In the order of their characters' codes, by which cursors are compared. */
  private names(caller: Caller): string[] {
    return this.selector.modelsOf(caller.group).filter((name) => mayUseModel(caller.allowedModels, name));
  }
}
