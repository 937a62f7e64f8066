import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Lets a script into the running service of a data folder it may read: tokens of the roles that its calls need.
 * @returns what the Authorization header says for a call
 */
export async function enter(dataDir, name) {
  const { url, key } = JSON.parse(readFileSync(join(dataDir, 'service.json'), 'utf8'));
  const secrets = {};
  for (const role of ['editor', 'approver', 'engineer']) {
    const response = await fetch(`${url}/api/v1/tokens`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ name, role, days: 2 }),
    });
    const answer = await response.json();
    if (!response.ok) throw new Error(JSON.stringify(answer));
    secrets[role] = answer.secret;
  }
  return (method, path) => `Bearer ${secrets[roleFor(method, path)]}`;
}

function roleFor(method, path) {
  if (/\/(approve|return|review)$/.test(path) || (method === 'POST' && /\/emergencies$/.test(path))) return 'approver';
  const isEditors = method !== 'GET' && /\/(recordings|uploads)\b/.test(path);
  return isEditors ? 'editor' : 'engineer';
}
