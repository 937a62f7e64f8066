import { AddressPolicy } from './address-policy';

describe('The addresses of live sources', () => {
  const strict = new AddressPolicy([]);

  it.each(['8.8.8.8', '103.21.148.1', '172.32.0.1', '100.128.0.1', '2606:4700::1111', '2401:d800::1'])(
    'may be public: %s',
    (address) => {
      expect(strict.allows(address)).toBe(true);
    },
  );

  it.each([
    ...[
      '0.0.0.0',
      '10.1.2.3',
      '100.64.0.1',
      '127.0.0.1',
      '127.255.0.9',
      '169.254.169.254',
      '172.16.0.1',
      '172.31.255.255',
    ],
    ...['192.168.1.1', '198.18.0.1', '192.0.2.7', '224.0.0.1', '240.0.0.1', '255.255.255.255'],
    ...[
      '::',
      '::1',
      'fc00::1',
      'fd12:3456::1',
      'fe80::1',
      'fe80::1%eth0',
      'ff02::1',
      '::ffff:127.0.0.1',
      '::ffff:8.8.8.8',
    ],
    ...['64:ff9b::a00:1', '2001:db8::1', '2001::1', '2002:7f00:1::', 'localhost', ''],
  ])('are refused unless the settings allow them: %s', (address) => {
    expect(strict.allows(address)).toBe(false);
  });

  it('may be private where the settings name the address or its block', () => {
    const policy = new AddressPolicy(['192.168.1.20', '10.0.0.0/8', 'fd00::/8']);
    for (const address of ['192.168.1.20', '10.255.0.1', 'fd12::1', '1.1.1.1'])
      expect(policy.allows(address)).toBe(true);
    for (const address of ['192.168.1.21', '127.0.0.1', 'fe80::1', '::1']) expect(policy.allows(address)).toBe(false);
  });
});
