import { AppError } from '@app/kernel';
import type { SelectionResult } from '../channel.contract';

function refuse(error: AppError): SelectionResult {
  return { ok: false, error };
}

/** No enabled channel of the group serves the model at all. */
export function modelNotFound(group: string, model: string): SelectionResult {
  return refuse(
    new AppError(
      'model_not_found',
      {
        zh: `模型 ${model} 不存在，或当前分组 ${group} 不可使用该模型`,
        en: `The model '${model}' does not exist or is not available to group ${group}.`,
      },
      { status: 404, param: 'model' },
    ),
  );
}

/** Some channel serves the model, but none that this call may (still) use. */
export function noAvailableChannel(group: string, model: string): SelectionResult {
  return refuse(
    new AppError(
      'no_available_channel',
      {
        zh: `当前分组 ${group} 下对于模型 ${model} 无可用渠道`,
        en: `No channel is available for model ${model} in group ${group}.`,
      },
      { status: 503 },
    ),
  );
}

export function forcedChannelUnknown(): SelectionResult {
  return refuse(
    new AppError('channel.id_invalid', { zh: '无效的渠道 Id', en: 'Invalid channel id.' }, { status: 400 }),
  );
}

export function forcedChannelDisabled(): SelectionResult {
  return refuse(
    new AppError('channel.disabled', { zh: '该渠道已被禁用', en: 'The channel is disabled.' }, { status: 400 }),
  );
}

export function forcedChannelOutsideGroup(): SelectionResult {
  return refuse(
    new AppError(
      'channel.group_mismatch',
      { zh: '指定的渠道不属于当前用户分组', en: "The channel does not belong to the caller's group." },
      { status: 400 },
    ),
  );
}

export function forcedChannelWithoutModel(): SelectionResult {
  return refuse(
    new AppError(
      'channel.model_unsupported',
      { zh: '指定的渠道不支持所请求的模型', en: 'The channel does not serve the requested model.' },
      { status: 400 },
    ),
  );
}
