import { Initial1763769600000 } from './1763769600000-initial';

/** In the order in which they run. */
export const migrations = [Initial1763769600000];
