/** A person in a browser that runs no scripts: keeps cookies, sends forms, and names what it was shown. */
class Person {
  #cookies = new Map();

  constructor(url) {
    this.url = url;
  }

  /** For a browser that goes on as this person. */
  get cookies() {
    return [...this.#cookies].map(([name, value]) => ({ name, value, url: this.url }));
  }

  async get(path) {
    return this.#fetch(path, {});
  }

  /** Sends the form of a page with its hidden token. @returns the page that came of it */
  async send(page, action, fields) {
    const [, csrf = ''] = /name="_csrf" value="([^"]*)"/.exec((await this.get(page)).text) ?? [];
    const body = new URLSearchParams({ ...fields, _csrf: csrf });
    return this.#fetch(action, { method: 'POST', body, headers: { origin: this.url } });
  }

  async #fetch(path, init) {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { ...init.headers, cookie, accept: 'text/html' };
    const response = await fetch(new URL(path, this.url), { ...init, headers, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
      this.#cookies.set(name, value);
    }
    const text = await response.text();
    const to = response.headers.get('location');
    return to === null
      ? { status: response.status, type: response.headers.get('content-type') ?? '', text }
      : this.get(to);
  }
}

const PASSWORD = 'mưa rào tháng bảy';

/** A new person of those roles, signed in with a password of their own. @param key of DATA_DIR/service.json */
export async function personOf({ url, key }, username, roles) {
  const made = await fetch(`${url}/api/v1/accounts`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ username, name: 'Đinh Thị Lan', roles }),
  });
  const { password: present } = await made.json();
  const person = new Person(url);
  await person.send('/dang-nhap', '/dang-nhap', { username, password: present, next: '/' });
  await person.send('/tai-khoan', '/tai-khoan/mat-khau', { present, password: PASSWORD, again: PASSWORD });
  return person;
}
