import { httpResource } from '@angular/common/http';
import { type Signal, computed, linkedSignal } from '@angular/core';
import { apiPaths } from '../../api/paths';
import type { Envelope, ListEnvelope, LogRow, LogTotals } from '../../api/types';
import { errorsHandledBy } from '../../core/error-handling';
import { filterParameters, type LogQuery, queryParameters } from './log-query';

export interface LogPage {
  rows: LogRow[];
  total: number;
}

/** One page of the own log and the totals of its filters, following the query. Call in an injection context. */
export function createLogStore(query: Signal<LogQuery>) {
  const pageResource = httpResource<ListEnvelope<LogRow>>(() => ({
    url: apiPaths.ownLogs,
    params: queryParameters(query()),
    context: errorsHandledBy('page'),
  }));

  // Turning a page leaves the totals as they are: only a change of the filters asks again.
  const filters = computed(() => filterParameters(query()), {
    equal: (one, other) => JSON.stringify(one) === JSON.stringify(other),
  });
  const totalsResource = httpResource<Envelope<LogTotals>>(() => ({
    url: apiPaths.ownLogTotals,
    params: filters(),
    // Totals are a side dish: without them the page shows dashes.
    context: errorsHandledBy('page'),
  }));

  // The rows before stay until the next ones are there, so that the page does not jump.
  const page = linkedSignal<LogPage | undefined, LogPage | undefined>({
    source: () =>
      pageResource.hasValue()
        ? { rows: pageResource.value().data ?? [], total: pageResource.value().total }
        : undefined,
    computation: (current, previous) => current ?? previous?.value,
  });

  return {
    page: page.asReadonly(),
    error: pageResource.error,
    isLoading: pageResource.isLoading,
    totals: computed(() => (totalsResource.hasValue() ? totalsResource.value().data : undefined)),
    reload: (): void => {
      pageResource.reload();
      totalsResource.reload();
    },
  };
}
