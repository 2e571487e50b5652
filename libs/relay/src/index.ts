export { RelayIngress } from './ingress/relay-ingress';
export { RelayModule } from './relay.module';
