import { BlockList, isIPv4, isIPv6 } from 'node:net';

/** IANA's special-purpose registry for IPv4: this network, private, shared (CGNAT), loopback, link-local, tests, multicast, reserved. */
const NOT_PUBLIC_V4 = [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24'],
  ...['192.0.2.0/24', '192.88.99.0/24', '192.168.0.0/16', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24'],
  ...['224.0.0.0/4', '240.0.0.0/4'],
];
/** Only global unicast is public, so loopback, ULA, link-local, multicast, NAT64 and IPv4-mapped addresses are not. */
const GLOBAL_UNICAST_V6 = ['2000::/3'];
/** Inside it: protocol assignments with Teredo, documentation, and 6to4, which leads to any IPv4 address. */
const NOT_PUBLIC_V6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'];

const notPublic = listOf([...NOT_PUBLIC_V4, ...NOT_PUBLIC_V6]);
const globalUnicast = listOf(GLOBAL_UNICAST_V6);

/** Which addresses a live source may be fetched from: public ones, and those its settings allow by name. */
export class AddressPolicy {
  private readonly allowed: BlockList;

  /** @param allowPrivate addresses or CIDR blocks, as `isAddressBlock` takes them */
  constructor(allowPrivate: readonly string[]) {
    this.allowed = listOf(allowPrivate);
  }

  allows(address: string): boolean {
    if (isIPv4(address)) return this.allowed.check(address, 'ipv4') || !notPublic.check(address, 'ipv4');
    if (!isIPv6(address) || address.includes('%')) return false;
    if (this.allowed.check(address, 'ipv6')) return true;
    return globalUnicast.check(address, 'ipv6') && !notPublic.check(address, 'ipv6');
  }
}

function listOf(blocks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const block of blocks) {
    const [address = '', prefix] = block.split('/');
    const family = isIPv4(address) ? 'ipv4' : 'ipv6';
    list.addSubnet(address, prefix === undefined ? (family === 'ipv4' ? 32 : 128) : Number(prefix), family);
  }
  return list;
}
