import { AppError } from '@app/kernel';

/** Also for responses of other users: whether they exist is nobody's business. */
export function responseNotFound(id: string): AppError {
  return new AppError(
    'response_not_found',
    { zh: `未找到 ID 为 '${shown(id)}' 的响应`, en: `Response with id '${shown(id)}' not found.` },
    { status: 404 },
  );
}

export function previousNotFound(id: string): AppError {
  return new AppError(
    'previous_response_not_found',
    { zh: `未找到 ID 为 '${shown(id)}' 的上一个响应`, en: `Previous response with id '${shown(id)}' not found.` },
    { status: 404, param: 'previous_response_id' },
  );
}

/** It is known, but was too large to be kept and no upstream keeps it. */
export function previousTooLarge(id: string): AppError {
  return new AppError(
    'previous_response_not_found',
    {
      zh: `ID 为 '${shown(id)}' 的上一个响应过大，未被保存，请在 input 中提供完整对话`,
      en: `The conversation up to response '${shown(id)}' was too large to be stored: send it in input.`,
    },
    { status: 404, param: 'previous_response_id' },
  );
}

/** OpenAI's form of a compacted conversation can be read by its maker only: nobody else can make it. */
export function compactionUnsupported(model: string): AppError {
  return new AppError(
    'compaction_unsupported',
    {
      zh: `模型 ${model} 的上游不支持压缩对话（compact）`,
      en: `No upstream of model ${model} can compact conversations.`,
    },
    { status: 400, param: 'model' },
  );
}

/** Ids are the caller's text here. */
function shown(id: string): string {
  return id.length > LONGEST_SHOWN ? `${id.slice(0, LONGEST_SHOWN)}…` : id;
}

const LONGEST_SHOWN = 100;
