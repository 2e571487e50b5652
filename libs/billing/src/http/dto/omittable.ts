import { ValidateIf } from 'class-validator';

/** The field may be left out. Unlike with IsOptional, null is no way to leave it out. */
export const Omittable = (): PropertyDecorator => ValidateIf((_, value) => value !== undefined);
