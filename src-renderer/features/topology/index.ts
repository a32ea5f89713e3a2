export { Topology } from './topology.tsx';
