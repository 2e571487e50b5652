import { ApiProperty } from '@nestjs/swagger';
import type { PriceEntry } from '../../domain/price-entries';
import { writePriceList, type PriceList } from '../../domain/price-list';
import type { ChangedEntry } from '../../prices/diff-lists';
import type { DraftHead, PriceDraft } from '../../prices/draft-store';
import type { LosingRoute } from '../../prices/below-cost';

/** A draft without its prices. */
export class DraftHeadView {
  @ApiProperty() id: number;
  @ApiProperty({ enum: ['open', 'published', 'discarded'] }) status: string;
  @ApiProperty({ description: 'Counts the changes; name it with the next one' }) revision: number;
  @ApiProperty({ description: 'The version that it is a change of' }) base_version: number;
  @ApiProperty({ type: Number, nullable: true }) published_version: number | null;
  @ApiProperty({ description: '0 = the system' }) author_id: number;
  @ApiProperty() editor_id: number;
  @ApiProperty({ description: 'Unix seconds' }) created_at: number;
  @ApiProperty({ description: 'Unix seconds' }) updated_at: number;
  @ApiProperty() note: string;
  @ApiProperty({ description: 'Whose prices are offered; empty = nobody’s' }) offer_source: string;
}

export class DraftView extends DraftHeadView {
  @ApiProperty({ type: Object, additionalProperties: true, description: 'models, groups, channelCosts' })
  list: unknown;
}

export class RebasedDraftView extends DraftView {
  @ApiProperty({ type: [String], description: 'Paths of what both sides changed; the draft has its own there' })
  conflicts: string[];
}

export class ChangedLineView {
  @ApiProperty({ description: 'A class of tokens (with the mark of its tier), per_call, image SIZE, factor …' })
  name: string;
  @ApiProperty({ type: String, nullable: true }) old: string | null;
  @ApiProperty({ type: String, nullable: true }) new: string | null;
  @ApiProperty({ type: Number, nullable: true }) percent: number | null;
}

export class ChangedEntryView {
  @ApiProperty({ description: 'e.g. models.gpt-4o, groups.vip.overrides.gpt-4o, channelCosts.7.*' }) path: string;
  @ApiProperty({ enum: ['model', 'group', 'override', 'cost'] }) kind: string;
  @ApiProperty({ enum: ['added', 'removed', 'changed'] }) change: string;
  @ApiProperty({ type: String, nullable: true, description: 'Of models: where the price is from' })
  old_source: string | null;
  @ApiProperty({ type: String, nullable: true }) new_source: string | null;
  @ApiProperty({ type: [ChangedLineView] }) lines: ChangedLineView[];
}

export class LosingRouteView {
  @ApiProperty() channel_id: number;
  @ApiProperty({ description: '* = every model without a cost or override of its own' }) model: string;
  @ApiProperty() group: string;
  @ApiProperty({ type: [String], description: 'What is sold below its cost' }) classes: string[];
  @ApiProperty({ description: 'It is not so with the prices in force' }) is_new: boolean;
}

export class DraftDiffView {
  @ApiProperty() base_version: number;
  @ApiProperty() in_force: number;
  @ApiProperty({ description: 'The draft is compared with it: its base when that is scheduled, else what is in force' })
  compared_with: number;
  @ApiProperty({ description: 'It has to be rebased before it can be published' }) is_outdated: boolean;
  @ApiProperty({ type: [ChangedEntryView] }) changes: ChangedEntryView[];
  @ApiProperty({ type: [LosingRouteView], description: 'At most 200' }) below_cost: LosingRouteView[];
  @ApiProperty({
    type: [Number],
    description: 'Scheduled versions, soonest first; a change before them is carried into them',
  })
  scheduled: number[];
}

export function toDraftHeadView(head: DraftHead): DraftHeadView {
  return {
    id: head.id,
    status: head.status,
    revision: head.revision,
    base_version: head.baseVersion,
    published_version: head.publishedVersion,
    author_id: head.authorId,
    editor_id: head.editorId,
    created_at: head.createdAt,
    updated_at: head.updatedAt,
    note: head.note,
    offer_source: head.offerSource,
  };
}

export function toDraftView(draft: PriceDraft): DraftView {
  return { ...toDraftHeadView(draft), list: toListView(draft.list) };
}

/** The list in the form in which it can be written. */
export function toListView(list: PriceList): unknown {
  return JSON.parse(writePriceList(list));
}

export function toChangedEntryView({ path, change, before, after, lines }: ChangedEntry): ChangedEntryView {
  const kind = (after ?? before)!.kind;
  return { path, kind, change, old_source: sourceOf(before), new_source: sourceOf(after), lines };
}

function sourceOf(entry: PriceEntry | undefined): string | null {
  return entry?.kind === 'model' ? entry.value.source : null;
}

export function toLosingRouteViews(routes: readonly LosingRoute[], now: readonly LosingRoute[]): LosingRouteView[] {
  const known = new Set(now.map(keyOf));
  return routes.map((route) => ({
    channel_id: route.channelId,
    model: route.model,
    group: route.group,
    classes: route.classes,
    is_new: !known.has(keyOf(route)),
  }));
}

function keyOf({ channelId, model, group }: LosingRoute): string {
  return JSON.stringify([channelId, model, group]);
}
