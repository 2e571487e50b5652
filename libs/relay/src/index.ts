export { RelayIngress } from './ingress/relay-ingress';
export { relaySchema } from './persistence/relay-schema';
export { RelayModule } from './relay.module';
export { StoredResponseUpkeep } from './responses/stored-response-upkeep';
export { StoredResponsesModule } from './responses/stored-responses.module';
