import { PriceDraftEntity } from './price-draft.entity';
import { PriceSourceEntity } from './price-source.entity';
import { RouteAlertEntity } from './route-alert.entity';

/** Tables of those who keep the price list. */
export const PRICE_ADMIN_ENTITIES = [PriceDraftEntity, PriceSourceEntity, RouteAlertEntity];
