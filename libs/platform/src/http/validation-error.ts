import type { ValidationError } from '@nestjs/common';
import { AppError } from '@app/kernel';

interface FieldProblem {
  path: string;
  text: string;
}

/** One error for all fields that class-validator refuses, with their names in the message. */
export function toValidationError(errors: readonly ValidationError[]): AppError {
  const problems = errors.flatMap((error) => collect(error, ''));
  const paths = [...new Set(problems.map((problem) => problem.path))].join(', ');
  const details = problems.map((problem) => problem.text).join('; ');
  return new AppError(
    'request.invalid',
    { zh: `无效的参数：${paths}`, en: `Invalid parameters: ${details}` },
    { status: 422, ...(problems[0] === undefined ? {} : { param: problems[0].path }) },
  );
}

function collect(error: ValidationError, parent: string): FieldProblem[] {
  const path = parent === '' ? error.property : `${parent}.${error.property}`;
  const own = Object.values(error.constraints ?? {}).map((text) => ({
    path,
    text: text.replace(error.property, path),
  }));
  return [...own, ...(error.children ?? []).flatMap((child) => collect(child, path))];
}
