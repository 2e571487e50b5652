import { IsString, MaxLength } from 'class-validator';

export class PutOptionDto {
  @IsString()
  @MaxLength(64)
  key: string;

  /** Text form of the value, also for numbers, booleans and tables. */
  @IsString()
  value: string;
}
