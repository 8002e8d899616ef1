// What an interface is by its name, which is all that every system tells without permission. Pure.

/** What an interface is for. `inner` ones join programs of this machine and lead nowhere by themselves. */
type InterfaceKind = "vpn" | "wireless" | "wired" | "mobile" | "inner" | "other";

// In this order: a VPN's interface on Windows may well have "Ethernet" in its name.
const KINDS: readonly (readonly [InterfaceKind, RegExp])[] = [
  ["vpn", /^(tun|tap|utun|wg|ppp|ipsec|xfrm|vti|gpd|cscotun|nordlynx|proton|mullvad|tailscale|zt|nebula)/i],
  ["vpn", /vpn|wireguard|tailscale|zerotier|wintun|anyconnect|globalprotect|forti|cloudflare ?warp/i],
  ["inner", /^(docker|br-|veth|virbr|vnet|lxc|lxd|cni|flannel|cali|podman|kube|vmnet|vboxnet|bridge\d{3}|awdl|llw)/i],
  ["inner", /^vEthernet|virtualbox|vmware|loopback|hyper-v/i],
  ["mobile", /^(ww|rmnet|pdp_ip)|cellular|mobil|手机网络/i],
  ["wireless", /^(wl|ath\d|ra\d)|wi-?fi|wireless|drahtlos|无线/i],
  ["wired", /^(en|eth|em\d|lan\d)|以太网/i],
];

/** What the interface of this name is for. */
export function interfaceKind(name: string): InterfaceKind {
  return KINDS.find(([, pattern]) => pattern.test(name))?.[0] ?? "other";
}

/** The name without its number, which changes from connection to connection. */
export function interfaceStem(name: string): string {
  return name.toLowerCase().replace(/[\s\d]+$/, "");
}
