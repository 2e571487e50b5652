/**
 * Shapes of the management API by the names that the console uses. They come from the API document
 * (generated/schema.ts, written by `npm run openapi`); here they are only named, and narrowed where the console sends less.
 */
import type { components } from './generated/schema';

type Schemas = components['schemas'];

/** Body of every management reply; `code` is present on failures only. */
export type Envelope<Data> = Schemas['EnvelopeDto'] & { data: Data };

/** A page of rows with the number of all rows that match. */
export type ListEnvelope<Row> = Schemas['ListEnvelopeDto'] & { data: Row[] };

/** An exact decimal number as text, for amounts that a double would round. */
export type DecimalText = string;

export type Credentials = Schemas['LoginDto'];
export type PasswordChange = Required<Pick<Schemas['UpdateSelfDto'], 'original_password' | 'password'>>;

export type SelfView = Schemas['SelfViewDto'];
/** 1 common, 10 administrator, 100 root. */
export type RoleNumber = SelfView['role'];

export type LogRow = Schemas['LogView'];
export type LogType = LogRow['type'];
export type LogTotals = Schemas['LogStatDto'];

/** How a charge came about. */
export type PriceBreakdown = Schemas['PriceBreakdownDto'];
export type PriceLine = Schemas['PriceLineDto'];
