import { runBuilt } from './run-built.mjs';

runBuilt('main.js', []);
