// The package comes without types.
declare module "default-gateway" {
  /** The default gateway for IPv4, as the system's own program tells it. Rejects where there is none. */
  export function gateway4async(): Promise<{ readonly gateway: string; readonly int: string | null }>;
}
